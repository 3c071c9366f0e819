import Credentials
import Foundation
import Postgres

extension Keys {
    /// Makes what is missing: of each kind a key that signs and one that stands by, and the log's. Nothing is missing
    /// afterwards, so a second time makes nothing.
    ///
    /// - Returns: All keys.
    package func create(by actor: Actor) async throws -> [Key] {
        try actor.require(.runInstitute)
        let folder = folder
        return try await store.write { connection in
            try connection.lockKeys()
            for kind in PublicKey.Kind.allCases { try connection.complete(kind, in: folder, by: actor) }
            try connection.completeLogKey(in: folder, by: actor)
            try connection.enterKeysIfChanged()
            return try connection.keys()
        }
    }

    /// Makes what is missing where the key files are, as the worker beside them does; nothing elsewhere.
    package func fillWhereKeysAre() async throws {
        let folder = folder
        let known = try await store.read { try $0.keys() }
        guard known.contains(where: { folder.holds($0.name) }), !known.areComplete else { return }
        _ = try await store.write { connection in
            try connection.lockKeys()
            for kind in PublicKey.Kind.allCases { try connection.complete(kind, in: folder, by: .system) }
            try connection.enterKeysIfChanged()
        }
    }
}

extension [Key] {
    /// Whether of each kind one signs and one stands by.
    fileprivate var areComplete: Bool {
        PublicKey.Kind.allCases.allSatisfy { kind in
            [.active, .standby].allSatisfy { state in contains { $0.kind == kind && $0.state == state } }
        }
    }
}

extension Connection {
    func lockKeys() throws {
        try execute("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE")
    }

    /// Fills the places of one kind: a standby moves up where nothing signs, and a new key stands by.
    func complete(_ kind: PublicKey.Kind, in folder: KeyFolder, by actor: Actor) throws {
        while true {
            let states: [Key.State] = try all("SELECT state FROM signing_key WHERE kind = \(kind.rawValue)")
            if !states.contains(.standby) {
                try makeKey(kind, in: folder, by: actor)
            } else if !states.contains(.active) {
                try moveUp(kind)
            } else {
                return
            }
        }
    }

    /// As ``complete(_:in:by:)`` where the key files are; elsewhere no key is made, as its file would lie there alone: the
    /// worker beside the others makes it.
    func fill(_ kind: PublicKey.Kind, in folder: KeyFolder, by actor: Actor) throws {
        let keys = try keys()
        if keys.contains(where: { folder.holds($0.name) }) {
            try complete(kind, in: folder, by: actor)
        } else if !keys.contains(where: { $0.kind == kind && $0.state == .active }) {
            try moveUp(kind)
        }
    }

    /// The key that stands by, if one does, signs from now on.
    private func moveUp(_ kind: PublicKey.Kind) throws {
        try execute(
            """
            UPDATE signing_key
            SET state = 'active', activated_at = registrar_clock()
            WHERE kind = \(kind.rawValue) AND state = 'standby'
            """
        )
    }

    private func makeKey(_ kind: PublicKey.Kind, in folder: KeyFolder, by actor: Actor) throws {
        let key = try SigningKey(generating: kind, name: freeName(kind, in: folder))
        // The file first: a key in the database whose file is lost would be worse than a file that nobody names.
        try folder.write(key)
        let jwk = try String(decoding: key.publicKey.jwk(id: key.name.rawValue).canonical(), as: UTF8.self)
        try execute(
            """
            INSERT INTO signing_key (name, kind, jwk)
            VALUES (\(key.name.rawValue), \(kind.rawValue), \(jwk)::jsonb)
            """
        )
        try audit("key.create", "signing_key", nil, by: actor, ["name": key.name.rawValue])
    }

    /// `rsa-2026-1`: the kind, the year, and the first number that neither a row nor a file has.
    private func freeName(_ kind: PublicKey.Kind, in folder: KeyFolder) throws -> KeyName {
        let year: Int = try one("SELECT extract(year FROM registrar_clock() AT TIME ZONE 'UTC')::integer")
        let taken: Set<String> = Set(try all("SELECT name FROM signing_key"))
        for number in 1... {
            guard let name = KeyName(rawValue: "\(kind.rawValue)-\(year)-\(number)") else { break }
            if !taken.contains(name.rawValue), !folder.holds(name) { return name }
        }
        throw KeyFolder.Unusable(description: "No name is left for another key.")
    }
}
