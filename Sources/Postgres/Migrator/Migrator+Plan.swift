extension Migrator {
    /// A file to run, and the checksum to remember it by.
    struct Pending {
        let file: MigrationFile
        let checksum: [UInt8]

        var step: MigrationStep {
            MigrationStep(
                name: file.name,
                kind: file.number == nil ? .repeatable : .numbered,
                runsInTransaction: file.runsInTransaction
            )
        }
    }

    /// A row of schema_migration.
    struct Applied: Decodable {
        let name: String
        let checksum: [UInt8]
        let isCompatible: Bool

        var isNumbered: Bool { MigrationFile(name: name, text: "").number != nil }

        private enum CodingKeys: String, CodingKey {
            case name
            case checksum
            case isCompatible = "compatible"
        }
    }

    /// The files to run in order, once files and database agree on the past.
    func pending(_ connection: Connection, _ place: Place) throws -> [Pending] {
        try checkNumbers(place)
        let applied = try applied(connection, place)
        let checksums = try checksums(connection, place)
        let known = Set(numbered.map(\.name))
        if let foreign = applied.values.filter({ $0.isNumbered && !known.contains($0.name) }).map(\.name).min() {
            throw refusal("\(foreign) was applied by another release and is not among the files", place)
        }
        if let changed = numbered.first(where: {
            applied[$0.name].map { $0.checksum } ?? checksums[$0.name] != checksums[$0.name]
        }) {
            throw refusal("\(changed.name) was changed after it had been applied", place)
        }
        let firstNew = numbered.firstIndex { applied[$0.name] == nil } ?? numbered.endIndex
        if let later = numbered[firstNew...].first(where: { applied[$0.name] != nil }) {
            throw refusal("\(numbered[firstNew].name) has not been applied, but \(later.name) after it has", place)
        }
        let changed = repeatable.filter { applied[$0.name]?.checksum != checksums[$0.name] }
        return (numbered[firstNew...] + changed).map { Pending(file: $0, checksum: checksums[$0.name] ?? []) }
    }

    /// The numbers must run 1, 2, 3 … and repeatable files have none.
    private func checkNumbers(_ place: Place) throws {
        for (index, file) in numbered.enumerated() where file.number != index + 1 {
            throw refusal("\(file.name) stands where number \(index + 1) is expected", place)
        }
        if let wrong = repeatable.first(where: { $0.number != nil }) {
            throw refusal("\(wrong.name) is numbered, yet among the repeatable files", place)
        }
        for (file, next) in zip(repeatable, repeatable.dropFirst()) where file.name == next.name {
            throw refusal("\(file.name) is there twice", place)
        }
    }

    func refusal(_ message: String, _ place: Place) -> PostgresError {
        PostgresError(.usage, message, place: place)
    }

    /// What was applied, by name; nothing when the table is not there.
    func applied(_ connection: Connection, _ place: Place) throws -> [String: Applied] {
        let exists = try Rows(connection.perform("SELECT to_regclass('schema_migration') IS NOT NULL", place))
        guard try exists.first?[0] ?? false else { return [:] }
        let rows = try Rows(connection.perform("SELECT name, checksum, compatible FROM schema_migration", place))
        let applied = try rows.map { try $0.decode(as: Applied.self) }
        return Dictionary(uniqueKeysWithValues: applied.map { ($0.name, $0) })
    }

    /// The SHA-256 of each file's text, computed by the server.
    func checksums(_ connection: Connection, _ place: Place) throws -> [String: [UInt8]] {
        let files = numbered + repeatable
        let rows = try Rows(
            connection.perform(
                """
                SELECT name, sha256(convert_to(content, 'UTF8')) AS checksum
                FROM unnest(\(files.map(\.name)), \(files.map(\.text))) AS file (name, content)
                """,
                place
            )
        )
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0["name"], try $0["checksum"]) })
    }
}
