package import Credentials
import Foundation
import Postgres

/// The log of what was issued and revoked, of the issuer's keys and of the audit trail's head: it only grows, and anyone can
/// check that it does.
package struct TransparencyLog: Sendable {
    let store: Store
    let folder: KeyFolder

    /// How long the log is and what all of it hashes to, signed or not.
    package func head() async throws -> TreeHead {
        try await store.read { try $0.logHead().head }
    }

    /// The newest head that was signed, as served; nil before the first.
    package func checkpoint() async throws -> String? {
        try await store.read { try $0.first("SELECT checkpoint FROM log_head WHERE checkpoint IS NOT NULL") }
    }

    /// What checkpoints are checked with.
    ///
    /// - Throws: `log-key-missing` before the first key was made.
    package func verifierKey() async throws -> VerifierKey {
        try await store.read { connection in
            guard let key = try connection.logKey() else { throw Self.keyMissing }
            return try connection.institute().logName(key.publicKey)
        }
    }

    static let keyMissing = Refusal.notFound(
        "log-key-missing",
        "The log has no key yet. `registrar key create` makes it; the worker beside the keys signs with it."
    )
}

/// The log's key that signs now, the public half.
struct LogKey: Decodable {
    let number: Int
    let name: KeyName
    let publicKey: Data
}

/// The one row that whoever appends to the log locks.
struct LogHeadRow: Decodable {
    let size: Int
    let root: Data
    let frontier: [Data]
    let isWhole: Bool
    let checkpoint: String?
    let signedSize: Int?
    let signedBy: Int?

    var head: TreeHead {
        get throws { TreeHead(size: size, root: try MerkleHash(kept: root)) }
    }
}

extension MerkleHash {
    /// As the database keeps it.
    init(kept octets: Data?) throws {
        guard let octets, let hash = MerkleHash(octets: octets) else { throw Missing() }
        self = hash
    }

    struct Missing: Error, CustomStringConvertible {
        let description = "A hash of the log is missing, or no hash; `registrar log verify` says which."
    }
}

extension Institute {
    /// The log's name under the institute's address, with its key: `registrar.example/log`.
    func logName(_ key: Data) throws -> VerifierKey {
        guard let named = VerifierKey(name: "\(try address.authority)/log", key: key) else {
            throw KeyFolder.Unusable(description: "The log's public key in the database cannot be read.")
        }
        return named
    }
}

extension Connection {
    func logHead() throws -> LogHeadRow {
        try one("SELECT size, root, frontier, is_whole, checkpoint, signed_size, signed_by FROM log_head")
    }

    func logKey() throws -> LogKey? {
        try first("SELECT number, name, public_key FROM log_key ORDER BY number DESC LIMIT 1")
    }

    /// Enters something into the log as this transaction commits. What was signed is entered by itself, and what is revoked by
    /// whoever sets its bit.
    func enterIntoLog(_ operation: LogEntry.Operation, _ digest: Data) throws {
        try execute("INSERT INTO log_waiting (op, digest) VALUES (\(operation.rawValue), \(digest))")
    }
}
