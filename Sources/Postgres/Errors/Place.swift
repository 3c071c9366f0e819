/// Where in the caller's source a statement was asked for; every error names it.
struct Place: Sendable, CustomStringConvertible {
    private let file: String
    private let line: Int

    /// `file` is a `#fileID`; only its last part is shown.
    init(_ file: StaticString, _ line: Int) {
        self.file = "\(file)"
        self.line = line
    }

    /// A place outside Swift source, such as a migration file.
    init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    var description: String {
        let name = file.split(separator: "/").last ?? Substring(file)
        return "\(name):\(line)"
    }
}

extension Place {
    /// The pool's own work, which no caller asked for.
    static let pool = Place(file: "pool", line: 0)
}
