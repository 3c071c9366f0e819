/// One file of SQL: numbered ones (`0001_institute.sql`) run once, the others run again whenever they change.
public struct MigrationFile: Sendable, Hashable {
    /// The file's name without a folder; the numbered are told apart from the repeatable by it.
    public let name: String
    /// The file's whole text.
    public let text: String

    /// Takes the file as it is; the migrator judges it.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The four digits before the first underscore; nil for a repeatable file.
    var number: Int? {
        let digits = name.prefix(4)
        guard digits.utf8.count == 4, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return name.dropFirst(4).first == "_" ? Int(digits) : nil
    }

    /// False when the first line is `-- no-transaction`: then the file is one statement, safe to repeat.
    var runsInTransaction: Bool { text.prefix(while: { !$0.isNewline }).trimmed != "-- no-transaction" }

    /// True when a line of the header says `-- compatible`: releases that do not know the file may go on serving.
    var isCompatible: Bool {
        text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
            .map(\.trimmed)
            .prefix { $0.hasPrefix("--") || $0.isEmpty }
            .contains("-- compatible")
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
