import Credentials
import Crypto
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The transparency log", .database)
struct LogTests {
    let here = TestDatabase.current
    var log: TransparencyLog { here.registrar.log }

    private func operations() async throws -> [String] {
        try await log.entries(from: 0).lines.map { try #require(LogEntry(octets: $0.entry)).operation.rawValue }
    }

    private func digest(of certificate: Certificate, version: Int) async throws -> Data {
        let files = try #require(try await here.registrar.certificates.files(of: certificate.id, version: version))
        return Data(SHA256.hash(data: Data(files.jwt.utf8)))
    }

    private func correct(_ certificate: Certificate, to name: String) async throws -> Certificate {
        try await here.registrar.certificates.correct(
            certificate.printedID,
            name: name,
            because: StaffReason(.other, "A letter was wrong."),
            by: here.staff(.decider)
        )
    }

    @Test("what is issued, corrected and revoked is entered as it happens, with the digest of what was signed")
    func life() async throws {
        let certificate = try await here.certificate()
        #expect(try await operations() == ["did", "issue"])
        let corrected = try await correct(certificate, to: "Ada King")
        #expect(try await operations() == ["did", "issue", "issue", "revoke"])
        _ = try await here.registrar.certificates.change(
            certificate.printedID,
            .revoke,
            because: StaffReason(.other, "It was wrong."),
            by: here.staff(.decider)
        )
        // The first version's bit was set before.
        #expect(try await operations() == ["did", "issue", "issue", "revoke", "revoke"])
        let digests = try await log.entries(from: 1).lines.map { try #require(LogEntry(octets: $0.entry)).digest }
        let (first, second) = (try await digest(of: corrected, version: 1), try await digest(of: corrected, version: 2))
        #expect(digests == [first, second, first, second])
        let verdict = try await log.verify(by: .system)
        #expect(verdict.broken == [])
        #expect(verdict.head == (try await log.head()))
        #expect(verdict.signedSize == 5)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what is only rehearsed or rolled back leaves no entry")
    func rehearsed() async throws {
        let certificate = try await here.certificate()
        let before = try await log.head()
        _ = try await here.registrar.certificates.change(
            certificate.printedID,
            .revoke,
            because: StaffReason(.other, "Rehearsed."),
            rehearse: true,
            by: here.staff(.decider)
        )
        #expect(try await log.head() == before)
    }

    @Test("a proof leads from a version's entry to the checkpoint that the log's key signed")
    func proof() async throws {
        let certificate = try await here.certificate()
        _ = try await here.registrar.certificates.change(
            certificate.printedID,
            .suspend,
            because: StaffReason(.other, "Looked into."),
            by: here.staff(.decider)
        )
        let key = try await log.verifierKey()
        #expect(key.name == "registrar.example/log")
        let proof = try TLogProof(try #require(try await log.proof(of: certificate.id, version: 1)))
        let octets = try #require(proof.entry)
        #expect(try proof.check(octets, by: key) == (try await log.head()))
        #expect(LogEntry(octets: octets)?.digest == (try await digest(of: certificate, version: 1)))
        #expect(try await log.proof(of: certificate.id, version: 2) == nil)
        let check = try await here.registrar.certificates.check(certificate, by: here.registrar.keys.ring())
        #expect(check.log == .valid)
    }

    @Test("fifty issued at once are entered at once, and two who issue at once one after the other")
    func many() async throws {
        let (first, _) = try await here.grantedCohort((1...10).map { "Person \($0)" })
        let (second, _) = try await here.grantedCohort((1...10).map { "Human \($0)" })
        async let one = here.issue(first)
        async let other = here.issue(second)
        _ = try await (one, other)
        #expect(try await operations().count { $0 == "issue" } == 20)
        #expect(try await log.verify(by: .system).broken == [])
        let head = try await log.head()
        for size in 0...head.size {
            let proof = try await log.consistency(from: size)
            #expect(
                MerkleProof.isConsistent(
                    from: size,
                    proof.old.root,
                    to: head.size,
                    head.root,
                    by: proof.hashes
                )
            )
        }
        for index in 0..<head.size {
            let proof = try await log.inclusion(of: index)
            #expect(MerkleProof.root(of: proof.leaf, at: index, in: head.size, by: proof.hashes) == head.root)
        }
    }

    /// Somebody else's transaction may still hold a seal up.
    private func seal() async throws {
        for _ in 1...10_000 where try await here.registrar.audit.seal() > 0 { return }
        throw Unexpected()
    }

    @Test("keys that change are entered once, and the audit trail's head once a day")
    func institute() async throws {
        try await here.furnish()
        _ = try await here.registrar.keys.create(by: .system)
        #expect(try await operations() == ["did"])
        _ = try await here.registrar.keys.create(by: .system)
        #expect(try await operations() == ["did"])
        try await seal()
        try await log.catchUp()
        try await log.catchUp()
        #expect(try await operations() == ["did", "audit"])
        let key = try #require(try await here.registrar.keys.list(by: .system).first { $0.state == .active })
        _ = try await here.registrar.keys.retire(key.name, by: .system)
        #expect(try await operations() == ["did", "audit", "did"])
        try await seal()
        try await log.catchUp()
        #expect(try await operations() == ["did", "audit", "did"])
        try await here.shiftClock(by: .seconds(86_401))
        try await log.catchUp()
        #expect(try await operations() == ["did", "audit", "did", "audit"])
        #expect(try await log.verify(by: .system).broken == [])
    }

    @Test(
        "what was issued and revoked before the log existed is entered by the worker, and believed in the log's first day"
    )
    func before() async throws {
        let certificate = try await correct(try await here.certificate(), to: "Ada King")
        // The log is as if it had come later.
        _ = try await here.owner.write {
            try $0.script(
                """
                ALTER TABLE log_entry DISABLE TRIGGER USER; ALTER TABLE log_node DISABLE TRIGGER USER;
                ALTER TABLE certificate_log DISABLE TRIGGER USER; ALTER TABLE log_head DISABLE TRIGGER USER;
                DELETE FROM certificate_log; DELETE FROM log_node; DELETE FROM log_entry; DELETE FROM log_head;
                INSERT INTO log_head (is_whole) VALUES (false)
                """
            )
        }
        try await here.shiftClock(by: .seconds(40 * 86_400))
        #expect(try await here.brokenInvariants() == ["versions_are_logged"])
        let ring = try await here.registrar.keys.ring()
        #expect(try await log.catchUp())
        #expect(try await log.catchUp())
        #expect(try await !log.catchUp())
        #expect(try await operations().filter { $0 != "did" } == ["issue", "issue", "revoke"])
        #expect(try await log.verify(by: .system).broken == [])
        #expect(try await here.brokenInvariants() == [])
        #expect(try await here.registrar.certificates.check(certificate, by: ring).log == .valid)
    }

    @Test("a log's key whose file is lost is followed by another, which signs the next head; what was signed stays")
    func lostKey() async throws {
        let certificate = try await here.certificate()
        let first = try await log.verifierKey()
        let before = try #require(try await log.checkpoint())
        try here.loseKeyFiles(beginning: "log-")
        #expect(try await log.sign() == false)
        _ = try await here.registrar.keys.create(by: .system)
        let second = try await log.verifierKey()
        #expect(first != second && first.name == second.name)
        _ = try await correct(certificate, to: "Ada King")
        let after = try #require(try await log.checkpoint())
        #expect(throws: (any Error).self) { try Checkpoint(after, by: first) }
        #expect(try Checkpoint(after, by: second).head == (try await log.head()))
        #expect(try Checkpoint(before, by: first).head.size < (try await log.head().size))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("an erasure leaves the entry, and the log still proves it")
    func erased() async throws {
        let certificate = try await here.certificate()
        let person = try PersonKey(typed: "p0@\(try await cohort()).example")
        let plan = try await here.registrar.people.planErasure(of: person, by: .system)
        _ = try await here.registrar.people.erase(person, hash: plan.hash, by: .system)
        let erased = try await here.registrar.certificates.require(certificate.printedID)
        let check = try await here.registrar.certificates.check(erased, by: here.registrar.keys.ring())
        #expect(check.signature == .unavailable)
        #expect(check.log == .valid)
        #expect(try await log.verify(by: .system).broken == [])
    }

    private func cohort() async throws -> String {
        try await here.owner.read { try $0.one("SELECT lower(code) FROM cohort LIMIT 1") }
    }

    @Test("the service can neither write entries past the tree nor move the head")
    func guarded() async throws {
        for statement in [
            "INSERT INTO log_entry (index, at, op, entry, leaf) VALUES (0, 'epoch', 'did', '', sha256('\\x00'))",
            "UPDATE log_head SET size = 0", "SELECT append_to_log('{did}', ARRAY[sha256('')])",
        ] as [SQL] {
            await #expect("\(statement.text)") {
                _ = try await here.service.write { try $0.execute(statement) }
            } throws: {
                ($0 as? PostgresError)?.sqlState?.rawValue == "42501"
            }
        }
    }

    @Test("even the owner's insert follows the entry before it, in place and in time")
    func follows() async throws {
        _ = try await here.certificate()
        for (index, at) in [(7, "2090-01-01"), (2, "2020-01-01")] {
            await #expect("entry \(index) at \(at)") {
                try await here.force(
                    """
                    INSERT INTO log_entry (index, at, op, entry, leaf)
                    VALUES (\(index), \(unverified: "'\(at)'"), 'did', 'x', sha256('\\x0078'::bytea))
                    """
                )
            } throws: {
                ($0 as? PostgresError)?.constraint == "log_follows_itself"
            }
        }
    }

    @Test("pages of entries are bounded, and what is beyond the log or the wrong way round is refused")
    func pages() async throws {
        _ = try await here.certificate()
        let page = try await log.entries(from: 0, through: 1_000_000)
        #expect(page.lines.map(\.index) == [0, 1])
        #expect(page.size == 2)
        #expect(page.next == nil)
        #expect(try await log.entries(from: 0, through: 0).lines.map(\.index) == [0])
        for (start, end) in [(1, 0), (2, nil), (-1, nil), (5, 9)] as [(Int, Int?)] {
            await #expect("\(start) to \(String(describing: end))") {
                _ = try await log.entries(from: start, through: end)
            } throws: {
                ($0 as? Refusal)?.code == "log-range"
            }
        }
        for (from, to) in [(2, 1), (0, 3), (-1, 2)] {
            await #expect(throws: Refusal.self) { try await log.consistency(from: from, to: to) }
        }
        for (index, size) in [(2, 2), (0, 3), (-1, 2)] {
            await #expect(throws: Refusal.self) { try await log.inclusion(of: index, in: size) }
        }
    }
}
