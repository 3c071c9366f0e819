import Credentials
import Crypto
import Foundation
import Testing

@Suite("The log's checkpoints, proofs and entries")
struct CheckpointTests {
    let key: SigningKey
    let log: VerifierKey
    let head: TreeHead

    init() throws {
        key = try SigningKey(generating: .ed25519, name: try #require(KeyName(rawValue: "log-2026-1")))
        log = try Self.named("registrar.example/log", key)
        head = TreeHead(size: 8, root: try #require(MerkleHash(octets: LogTreeTests.roots[8])))
    }

    static func named(_ name: String, _ key: SigningKey) throws -> VerifierKey {
        guard case .ed25519(let octets) = try key.publicKey else { throw CancellationError() }
        return try #require(VerifierKey(name: name, key: octets))
    }

    @Test("a verifier key reads as it writes, as Go's sumdb has it")
    func verifierKey() throws {
        // golang.org/x/mod/sumdb/note, example_test.go.
        let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        let read = try #require(VerifierKey(peter))
        #expect(read.name == "PeterNeumann")
        #expect("\(read)" == peter)
        #expect(VerifierKey("\(log)") == log)
        #expect(VerifierKey(peter.replacing("c74f", with: "c74e")) == nil)
        #expect(VerifierKey(peter.replacing("ARpc", with: "AhpC")) == nil)
        #expect(VerifierKey(name: "a b", key: read.key) == nil)
        #expect(VerifierKey(name: "a+b", key: read.key) == nil)
    }

    @Test("a note that Go signed is read, its other lines passed over")
    func goldenNote() throws {
        // golang.org/x/mod/sumdb/note: text, name and signature of its documentation.
        let peter = try #require(VerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        let signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        let octets = try #require(Data(base64Encoded: signature))
        #expect(octets.prefix(4) == peter.id)
        #expect(peter.isValid(octets.dropFirst(4), for: text))
    }

    @Test("a checkpoint is origin, size and root, and a signature by the log's key")
    func checkpoint() throws {
        let checkpoint = try Checkpoint(head, of: log, with: key)
        let lines = checkpoint.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[0...3] == ["registrar.example/log", "8", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", ""])
        #expect(lines[4].hasPrefix("\u{2014} registrar.example/log "))
        #expect(lines[5] == "")
        #expect(try Checkpoint(checkpoint.text, by: log) == checkpoint)
        // Witnesses may have signed beside it.
        let witnessed = checkpoint.text + "\u{2014} witness.example AAAAAAAA\n"
        #expect(try Checkpoint(witnessed, by: log).head == head)
    }

    @Test("a checkpoint by another key, of another log, or changed in anything is refused")
    func refused() throws {
        let text = try Checkpoint(head, of: log, with: key).text
        let other = try Self.named(log.name, SigningKey(generating: .ed25519, name: key.name))
        #expect(throws: Checkpoint.Refused.anotherKey) { try Checkpoint(text, by: other) }
        let elsewhere = try Self.named("elsewhere.example/log", key)
        #expect(throws: Checkpoint.Refused.anotherOrigin("registrar.example/log")) {
            try Checkpoint(text, by: elsewhere)
        }
        let larger = text.replacing("\n8\n", with: "\n9\n")
        #expect(throws: Checkpoint.Refused.wrongSignature) { try Checkpoint(larger, by: log) }
        for broken in [
            "", "\n", "a\n8\nb\n", String(text.dropLast()), text + "\n", "x\r\n" + text,
            text.replacing("\n8\n", with: "\n08\n"),
        ] {
            #expect(throws: Checkpoint.Refused.self) { try Checkpoint(broken, by: log) }
        }
    }

    @Test("a proof carries entry, place, hashes and checkpoint, and holds for its entry alone")
    func proof() throws {
        let entry = LogTreeTests.entries[5]
        let proof = TLogProof(
            entry: entry,
            index: 5,
            hashes: LogTreeTests.hashes(MerkleProof.inclusion(of: 5, in: 8)),
            checkpoint: try Checkpoint(head, of: log, with: key).text
        )
        let lines = proof.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        #expect(lines[1] == "extra \(entry.base64EncodedString())")
        #expect(lines[2] == "index 5")
        #expect(lines[6] == "")
        #expect(lines[7] == "registrar.example/log")
        let read = try TLogProof(proof.text)
        #expect(read == proof)
        #expect(try read.check(entry, by: log) == head)
        #expect(throws: TLogProof.Refused.anotherRoot) { try read.check(LogTreeTests.entries[4], by: log) }
        let moved = try TLogProof(proof.text.replacing("index 5", with: "index 4"))
        #expect(throws: TLogProof.Refused.anotherRoot) { try moved.check(entry, by: log) }
        for broken in [
            "", "c2sp.org/tlog-proof@v1\n", proof.text.replacing("index 5", with: "index 05"),
            proof.text.replacing("extra ", with: "extra !"), proof.text.replacing("index 5\n", with: "index 5\nxx\n"),
        ] {
            #expect(throws: TLogProof.Refused.self) { try TLogProof(broken) }
        }
    }

    @Test("an entry is canonical JSON, and read in that form alone")
    func entry() throws {
        let digest = Data(SHA256.hash(data: Data("jws".utf8)))
        let at = try #require(Instant("2026-11-02T09:00:00Z"))
        let entry = LogEntry(.issue, digest, at: at)
        let text = String(decoding: entry.octets, as: UTF8.self)
        #expect(text == #"{"h":"\#(digest.base64URL)","op":"issue","t":"2026-11-02T09:00:00Z","v":1}"#)
        #expect(try Data(JSON.read(Array(entry.octets)).canonical()) == entry.octets)
        #expect(LogEntry(octets: entry.octets) == entry)
        for broken in [
            text + " ", text.replacing(#""v":1"#, with: #""v":2"#), text.replacing("issue", with: "sell"),
            text.replacing("09:00:00Z", with: "09:00:00+00:00"), #"{"op":"issue"}"#, "",
        ] {
            #expect(LogEntry(octets: Data(broken.utf8)) == nil)
        }
    }

    @Test("an entry older than the one before it is refused, and so is what began more than a day before its entry")
    func order() throws {
        let noon = Instant(seconds: 1_793_620_800)
        let digest = Data(repeating: 7, count: 32)
        var check = LogCheck()
        try check.take(LogEntry(.issue, digest, at: noon).octets)
        try check.take(LogEntry(.did, digest, at: noon).octets)
        let older = LogEntry(.issue, digest, at: noon.adding(seconds: -1))
        #expect(throws: LogCheck.Refused.olderThanPredecessor(index: 2, at: older.at, predecessor: noon)) {
            try check.take(older.octets)
        }
        #expect(throws: LogCheck.Refused.unreadable(index: 2)) { try check.take(Data("{}".utf8)) }
        #expect(check.tree.size == 2)

        let day = LogCheck.longestDelay
        try LogCheck.check(validFrom: noon.adding(seconds: -day), at: noon, index: 0, in: nil)
        let early = noon.adding(seconds: -day - 1)
        #expect(throws: LogCheck.Refused.backdated(index: 0, validFrom: early, at: noon)) {
            try LogCheck.check(validFrom: early, at: noon, index: 0, in: nil)
        }
    }

    @Test("what was there before the log is entered first of all, in its first day, and at no other time or place")
    func founding() throws {
        let noon = Instant(seconds: 1_793_620_800)
        let digest = Data(repeating: 7, count: 32)
        let day = LogCheck.longestDelay
        var check = LogCheck()
        for operation in [LogEntry.Operation.issue, .revoke, .did, .issue, .audit] {
            try check.take(LogEntry(operation, digest, at: noon).octets)
        }
        #expect(check.founding == LogCheck.Founding(began: noon, length: 2))
        let old = noon.adding(seconds: -900 * day)
        try LogCheck.check(validFrom: old, at: noon.adding(seconds: day), index: 1, in: check.founding)
        for (at, index) in [(noon, 3), (noon.adding(seconds: day + 1), 1)] {
            #expect(throws: LogCheck.Refused.backdated(index: index, validFrom: old, at: at)) {
                try LogCheck.check(validFrom: old, at: at, index: index, in: check.founding)
            }
        }
    }
}
