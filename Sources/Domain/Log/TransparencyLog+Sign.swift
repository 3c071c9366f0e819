import Credentials
import Foundation
import Postgres

extension TransparencyLog {
    /// Whether there is a folder of keys here at all; elsewhere somebody else signs.
    private var canSign: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Signs the head after the commit that changed it, where the keys are; elsewhere the worker beside them does. What was
    /// entered is entered either way, so a key that cannot be read here is no refusal.
    func publish() async throws {
        guard canSign else { return }
        do { try await sign() } catch is Refusal {} catch is KeyFolder.Unusable {}
    }

    /// Signs the head when it grew since, or was signed by another key or under another name.
    ///
    /// Nothing is locked while it is signed: an older head never replaces a newer.
    ///
    /// - Returns: Whether it was signed.
    @discardableResult
    package func sign() async throws -> Bool {
        guard canSign else { return false }
        try await makeKeyIfMissing()
        let (row, key, institute) = try await store.read { (try $0.logHead(), try $0.logKey(), try $0.institute()) }
        guard let key else { throw Self.keyMissing }
        let log = try institute.logName(key.publicKey)
        let isSigned = row.signedSize == row.size && row.signedBy == key.number
        if isSigned, row.checkpoint?.hasPrefix("\(log.name)\n") == true { return false }
        let secret = try folder.read(key.name)
        guard try secret.publicKey == .ed25519(key.publicKey) else {
            throw KeyFolder.Unusable(description: "The file of the log's key \(key.name) holds another key.")
        }
        let head = try row.head
        let checkpoint = try Checkpoint(head, of: log, with: secret).text
        let changed = try await store.write {
            try $0.execute(
                """
                UPDATE log_head
                SET checkpoint = \(checkpoint), signed_size = \(head.size), signed_at = registrar_clock(),
                    signed_by = \(key.number)
                WHERE signed_size IS NULL OR signed_size <= \(head.size)
                """
            )
        }
        return changed > 0
    }

    private func makeKeyIfMissing() async throws {
        let isThere = try await store.read { try $0.logKey() != nil }
        guard !isThere else { return }
        let folder = folder
        try await store.write { try $0.completeLogKey(in: folder, by: .system) }
    }
}

extension Connection {
    /// Makes the log's key where there is none: a file beside those that sign certificates, and a row of its public half.
    /// Beside the other keys one whose file is lost is followed by another; signed heads of before stay with their key.
    func completeLogKey(in folder: KeyFolder, by actor: Actor) throws {
        try execute("SELECT pg_advisory_xact_lock(hashtext('log_key'))")
        let last = try logKey()
        if let last {
            guard !folder.holds(last.name), try keys().contains(where: { folder.holds($0.name) }) else { return }
        }
        let year: Int = try one("SELECT extract(year FROM registrar_clock() AT TIME ZONE 'UTC')::integer")
        // A file that a failed transaction left is passed over, and so is the name of a key that was lost.
        let used: [String] = try all("SELECT name FROM log_key")
        let names = (1...1_000).lazy.compactMap { KeyName(rawValue: "log-\(year)-\($0)") }
        guard let name = names.first(where: { !folder.holds($0) && !used.contains($0.rawValue) }) else {
            throw KeyFolder.Unusable(description: "No name is left for the log's key.")
        }
        let key = try SigningKey(generating: .ed25519, name: name)
        guard case .ed25519(let octets) = try key.publicKey else { return }
        try folder.write(key)
        let number = (last?.number ?? 0) + 1
        try execute("INSERT INTO log_key (number, name, public_key) VALUES (\(number), \(name.rawValue), \(octets))")
        try audit("key.create", "log_key", nil, by: actor, ["name": name.rawValue])
    }
}
