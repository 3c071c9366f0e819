import Credentials
import Crypto
import Foundation
import Postgres

extension TransparencyLog {
    private static let atOnce = 10_000

    /// Recomputes all of the log from its entries, a part at a time: times in order, every subtree, the head, the checkpoint's
    /// signature, heads that others hold, and whether each certificate's entry is its own and not dated back.
    ///
    /// - Parameters:
    ///   - earlier: Heads as they stand in checkpoints, PDFs and mails.
    ///   - file: A certificate's signed text that has to be in the log.
    ///   - progress: Told after each part how many of how many entries were read.
    /// - Throws: `file-untrusted` for a file whose signature does not hold.
    package func verify(
        against earlier: [EarlierHead] = [],
        file: String? = nil,
        by actor: Actor,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> LogVerdict {
        try actor.require(.readAudit)
        let (kept, key, institute, ring) = try await store.read {
            (try $0.logHead(), try $0.logKey(), try $0.institute(), try $0.keyRing())
        }
        let held = try file.map { try LogRecount.CheckedJWS($0, by: ring) }
        var signed: Result<Checkpoint, Checkpoint.Refused>?
        if let text = kept.checkpoint, let key {
            let log = try institute.logName(key.publicKey)
            signed = Result { () throws(Checkpoint.Refused) in try Checkpoint(text, by: log) }
        }
        let ours = (try? signed?.get()).map { [EarlierHead($0.head, from: "The newest checkpoint")] } ?? []
        var recount = LogRecount(against: earlier + ours, held)
        while recount.check.tree.size < kept.size {
            let start = recount.check.tree.size
            let before = recount
            recount = try await store.read { try $0.recount(before, until: min(start + Self.atOnce, kept.size)) }
            // An entry that is missing ends it: nothing after it has its place.
            if recount.check.tree.size == start { break }
            progress(recount.check.tree.size, kept.size)
        }
        recount.finish(kept, signed)
        for words in try await store.read({ try $0.unlogged() }) { recount.complain(words) }
        return recount.verdict
    }
}

extension LogRecount.CheckedJWS {
    init(_ jwt: String, by ring: KeyRing) throws {
        do throws(Untrusted) {
            // At its own beginning: whether a key ended since is not the log's question.
            let checked = try CredentialJWT.check(jwt, by: ring, at: Instant(seconds: 0))
            self.init(digest: Data(SHA256.hash(data: Data(jwt.utf8))), validFrom: checked.validFrom)
        } catch {
            throw Refusal(.invalid, "file-untrusted", error.description)
        }
    }
}

extension Connection {
    private struct Line: Decodable {
        let index: Int
        let op: String
        let at: Date
        let entry: Data
        let certificateId: String?
        let version: Int?
        let linkedOp: String?
        let jwtDigest: Data?
        let validFrom: Date?
    }

    /// Goes on with a recount; it stands still when the next entry is missing.
    fileprivate func recount(_ before: LogRecount, until end: Int) throws -> LogRecount {
        var recount = before
        let start = before.check.tree.size
        var nodes: [MerkleNode: MerkleHash] = [:]
        let lines: [Line] = try all(
            """
            SELECT
                log_entry.index, log_entry.op, log_entry.at, log_entry.entry, certificate_log.certificate_id,
                certificate_log.version, certificate_log.op AS linked_op, version.jwt_digest, version.valid_from
            FROM log_entry
            LEFT JOIN certificate_log ON certificate_log.index = log_entry.index
            LEFT JOIN certificate_version AS version
                ON version.certificate_id = certificate_log.certificate_id AND version.number = certificate_log.version
            WHERE log_entry.index >= \(start) AND log_entry.index < \(end)
            ORDER BY log_entry.index
            """
        )
        for line in lines {
            guard line.index == recount.check.tree.size else {
                return before.complaining("Entry \(recount.check.tree.size) is missing.")
            }
            let (entry, completed) = recount.take(line.entry)
            for (node, hash) in completed { nodes[node] = hash }
            guard let entry else { continue }
            if entry.operation.rawValue != line.op || entry.at != Instant(line.at) {
                recount.complain("Entry \(line.index) says another act or time than its row.")
            }
            guard entry.operation == .issue || entry.operation == .revoke else { continue }
            guard let digest = line.jwtDigest, let validFrom = line.validFrom else {
                recount.complain("Entry \(line.index) stands for a certificate that the register does not know.")
                continue
            }
            if entry.digest != digest || line.linkedOp != line.op {
                recount.complain("Entry \(line.index) is not of the certificate that it stands for.")
            }
            if entry.operation == .issue { recount.complainIfBackdated(Instant(validFrom), entry, line.index) }
        }
        guard recount.check.tree.size == end else {
            return before.complaining("Entry \(recount.check.tree.size) is missing.")
        }
        try compare(nodes, with: &recount)
        return recount
    }

    private func compare(_ nodes: [MerkleNode: MerkleHash], with recount: inout LogRecount) throws {
        struct Kept: Decodable {
            let level: Int
            let index: Int
            let hash: Data
        }
        let wanted = Array(nodes.keys)
        let kept: [Kept] = try all(
            """
            SELECT log_node.level, log_node.index, log_node.hash
            FROM unnest(\(wanted.map(\.level)), \(wanted.map(\.index))) AS wanted (level, index)
            JOIN log_node ON log_node.level = wanted.level AND log_node.index = wanted.index
            """
        )
        let fitting = kept.count { nodes[MerkleNode(level: $0.level, index: $0.index)]?.octets == $0.hash }
        if fitting < nodes.count {
            recount.complain(
                "\(nodes.count - fitting) of \(nodes.count) kept subtrees up to entry \(recount.check.tree.size - 1) do not fit."
            )
        }
    }

    /// Versions that the log does not know, a line for each of the first.
    fileprivate func unlogged() throws -> [String] {
        try all(
            """
            SELECT 'Version ' || version.number || ' of ' || version.certificate_id || ' is not in the log.'
            FROM certificate_version AS version
            WHERE NOT EXISTS (
                SELECT
                FROM certificate_log
                WHERE certificate_log.certificate_id = version.certificate_id
                    AND certificate_log.version = version.number AND certificate_log.op = 'issue'
            )
            ORDER BY version.certificate_id, version.number
            LIMIT 100
            """
        )
    }
}

extension LogRecount {
    fileprivate func complaining(_ words: String) -> Self {
        var copy = self
        copy.complain(words)
        return copy
    }
}
