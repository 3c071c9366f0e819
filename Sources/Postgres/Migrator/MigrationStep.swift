/// One file that a migration runs or would run.
public struct MigrationStep: Sendable, Hashable, CustomStringConvertible {
    /// Whether a file runs once or on every change.
    public enum Kind: String, Sendable {
        /// A numbered file that was never applied.
        case numbered
        /// A repeatable file that is new or has changed.
        case repeatable
    }

    /// The file's name.
    public let name: String
    /// Numbered or repeatable.
    public let kind: Kind
    /// False for a file that says `-- no-transaction`.
    public let runsInTransaction: Bool

    /// The file's name.
    public var description: String { name }
}

/// How a database's schema stands to the files of this release.
public enum SchemaState: Sendable, Hashable {
    /// Every file has been applied as it is.
    case current
    /// These files have not been applied, or not in their present form.
    case behind([String])
    /// A newer release applied these numbered files; compatible when each of them says so.
    case ahead(compatible: Bool, [String])
    /// No numbered file was ever applied.
    case empty
}
