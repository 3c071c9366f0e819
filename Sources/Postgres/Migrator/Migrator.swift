/// Brings a database's schema to the state its files describe: forward only, and never past a file that was changed.
///
/// Numbered files run once each, in order. Repeatable files (views, functions) run after them, by name, when they changed.
public struct Migrator: Sendable {
    let numbered: [MigrationFile]
    let repeatable: [MigrationFile]

    /// Takes the files in any order; disagreements between them are told by `plan` and `migrate`.
    public init(numbered: [MigrationFile], repeatable: [MigrationFile]) {
        self.numbered = numbered.sorted { $0.name < $1.name }
        self.repeatable = repeatable.sorted { $0.name < $1.name }
    }

    /// What `migrate` would run now; throws `.usage`, naming the file, when the files and the database disagree.
    public func plan(
        _ connection: Connection,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> [MigrationStep] {
        try pending(connection, Place(file, line)).map(\.step)
    }

    /// How the schema stands to the files. Reads only, and changes nothing.
    public func state(
        _ connection: Connection,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> SchemaState {
        let place = Place(file, line)
        let applied = try applied(connection, place)
        guard applied.values.contains(where: \.isNumbered) else { return numbered.isEmpty ? .current : .empty }
        let known = Set(numbered.map(\.name))
        let foreign = applied.values.filter { $0.isNumbered && !known.contains($0.name) }.sorted { $0.name < $1.name }
        guard foreign.isEmpty else {
            let isWhole = known.allSatisfy { applied[$0] != nil }
            return .ahead(compatible: isWhole && foreign.allSatisfy(\.isCompatible), foreign.map(\.name))
        }
        let checksums = try checksums(connection, place)
        let behind = (numbered + repeatable).map(\.name).filter { applied[$0]?.checksum != checksums[$0] }
        return behind.isEmpty ? .current : .behind(behind)
    }

    /// Runs what is pending, one migrator at a time; a second one waits, and then finds nothing to do.
    ///
    /// Needs a direct connection: the lock that keeps migrators apart belongs to the session. A failing file is named in
    /// the error's place with its line; the files before it stay applied.
    @discardableResult
    public func migrate(
        _ database: Database,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws -> [MigrationStep] {
        let place = Place(file, line)
        return try await database.session { connection in
            try connection.refusePooler(place)
            try lock(connection, place)
            try makeTable(connection, place)
            let pending = try pending(connection, place)
            for file in pending { try apply(file, connection, place) }
            return pending.map(\.step)
        }
    }
}
