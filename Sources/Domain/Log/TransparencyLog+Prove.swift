package import Credentials
import Foundation
import Postgres

/// Proof that an entry is in the tree of a size.
package struct LogInclusion: Sendable {
    package let index: Int
    package let head: TreeHead
    package let leaf: MerkleHash
    package let hashes: [MerkleHash]
}

/// Proof that the tree of one size goes on from a smaller one.
package struct LogConsistency: Sendable {
    package let old: TreeHead
    package let head: TreeHead
    package let hashes: [MerkleHash]
}

extension TransparencyLog {
    /// - Parameter size: Of the tree; nil is all of it.
    /// - Throws: `log-range`.
    package func inclusion(of index: Int, in size: Int? = nil) async throws -> LogInclusion {
        try await store.read { connection in
            let all = try connection.logHead().size
            let size = size ?? all
            guard size <= all else { throw Self.range("size", "The log has \(all) entries, and not \(size) yet.") }
            guard index >= 0, index < size else {
                throw Self.range("index", "In the first \(size) entries there is no entry \(index); they count from 0.")
            }
            let hashes = try connection.logHashes(
                [0..<size, index..<index + 1] + MerkleProof.inclusion(of: index, in: size)
            )
            return LogInclusion(
                index: index,
                head: TreeHead(size: size, root: hashes[0]),
                leaf: hashes[1],
                hashes: Array(hashes.dropFirst(2))
            )
        }
    }

    /// - Parameter new: nil is all of the log.
    /// - Throws: `log-range`.
    package func consistency(from old: Int, to new: Int? = nil) async throws -> LogConsistency {
        try await store.read { connection in
            let all = try connection.logHead().size
            let new = new ?? all
            guard new <= all else { throw Self.range("to", "The log has \(all) entries, and not \(new) yet.") }
            guard old >= 0, old <= new else {
                throw Self.range("from", "A proof leads from a smaller size to a larger; \(old) to \(new) is none.")
            }
            let hashes = try connection.logHashes([0..<old, 0..<new] + MerkleProof.consistency(from: old, to: new))
            return LogConsistency(
                old: TreeHead(size: old, root: hashes[0]),
                head: TreeHead(size: new, root: hashes[1]),
                hashes: Array(hashes.dropFirst(2))
            )
        }
    }

    /// The file that proves without us that a version was issued (C2SP tlog-proof); nil while no signed checkpoint covers it.
    package func proof(of certificate: CertificateID, version: Int) async throws -> String? {
        try await store.read { connection in
            try connection.logged(certificate, version: version)?.proof?.text
        }
    }
}

extension Connection {
    /// What subtrees hash to, complete or not, in one question: about log2 n rows for each.
    func logHashes(_ ranges: [Range<Int>]) throws -> [MerkleHash] {
        struct Found: Decodable {
            let level: Int
            let index: Int
            let hash: Data?
        }
        let parts = ranges.map(\.completeSubtrees)
        let nodes = Array(Set(parts.joined()))
        let found: [Found] = try all(
            """
            SELECT wanted.level, wanted.index, coalesce(
                (SELECT leaf FROM log_entry WHERE wanted.level = 0 AND log_entry.index = wanted.index),
                (SELECT hash FROM log_node WHERE log_node.level = wanted.level AND log_node.index = wanted.index)
            ) AS hash
            FROM unnest(\(nodes.map(\.level)), \(nodes.map(\.index))) AS wanted (level, index)
            """
        )
        let hashes = try Dictionary(
            uniqueKeysWithValues: found.map {
                (MerkleNode(level: $0.level, index: $0.index), try MerkleHash(kept: $0.hash))
            }
        )
        return parts.map { nodes in nodes.compactMap { hashes[$0] }.folded }
    }

    /// Where a version stands in the log; nil where it is not in it.
    func logged(_ certificate: CertificateID, version: Int) throws -> LoggedVersion? {
        let row: LoggedVersion.Row? = try first(
            """
            SELECT
                log_entry.index, log_entry.entry, version.jwt_digest, version.valid_from,
                (SELECT founding.at FROM log_entry AS founding WHERE founding.index = 0) AS began,
                (SELECT min(other.index) FROM log_entry AS other WHERE other.op IN ('did', 'audit')) AS founding_length,
                log_head.signed_size, log_head.checkpoint
            FROM certificate_log
            JOIN log_entry ON log_entry.index = certificate_log.index
            JOIN certificate_version AS version
                ON version.certificate_id = certificate_log.certificate_id AND version.number = certificate_log.version
            CROSS JOIN log_head
            WHERE certificate_log.certificate_id = \(certificate.rawValue) AND certificate_log.version = \(version)
                AND certificate_log.op = 'issue'
            """
        )
        guard let row else { return nil }
        guard let size = row.signedSize, let checkpoint = row.checkpoint, row.index < size else {
            return LoggedVersion(row: row, proof: nil)
        }
        let hashes = try logHashes(MerkleProof.inclusion(of: row.index, in: size))
        return LoggedVersion(
            row: row,
            proof: TLogProof(entry: row.entry, index: row.index, hashes: hashes, checkpoint: checkpoint)
        )
    }
}

/// A version's entry, and the proof of it where a signed checkpoint covers it.
struct LoggedVersion {
    struct Row: Decodable {
        let index: Int
        let entry: Data
        let jwtDigest: Data
        let validFrom: Date
        let began: Date?
        let foundingLength: Int?
        let signedSize: Int?
        let checkpoint: String?
    }

    let row: Row
    let proof: TLogProof?
}
