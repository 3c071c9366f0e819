/// A five-character error code of PostgreSQL, as listed in appendix A of its manual.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    /// Takes any code; the server may raise ones that are not listed here.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }

    /// The first two characters, which name the family of the error.
    public var category: Substring { rawValue.prefix(2) }
}

extension SQLState {
    public static let featureNotSupported = Self(rawValue: "0A000")
    public static let stringDataRightTruncation = Self(rawValue: "22001")
    public static let numericValueOutOfRange = Self(rawValue: "22003")
    public static let characterNotInRepertoire = Self(rawValue: "22021")
    public static let invalidParameterValue = Self(rawValue: "22023")
    public static let invalidTextRepresentation = Self(rawValue: "22P02")
    public static let notNullViolation = Self(rawValue: "23502")
    public static let foreignKeyViolation = Self(rawValue: "23503")
    public static let uniqueViolation = Self(rawValue: "23505")
    public static let checkViolation = Self(rawValue: "23514")
    public static let exclusionViolation = Self(rawValue: "23P01")
    public static let readOnlyTransaction = Self(rawValue: "25006")
    public static let inFailedTransaction = Self(rawValue: "25P02")
    public static let idleInTransactionTimeout = Self(rawValue: "25P03")
    public static let invalidStatementName = Self(rawValue: "26000")
    public static let invalidPassword = Self(rawValue: "28P01")
    public static let invalidCatalogName = Self(rawValue: "3D000")
    public static let serializationFailure = Self(rawValue: "40001")
    public static let deadlockDetected = Self(rawValue: "40P01")
    public static let insufficientPrivilege = Self(rawValue: "42501")
    public static let syntaxError = Self(rawValue: "42601")
    public static let undefinedColumn = Self(rawValue: "42703")
    public static let undefinedFunction = Self(rawValue: "42883")
    public static let undefinedTable = Self(rawValue: "42P01")
    public static let diskFull = Self(rawValue: "53100")
    public static let outOfMemory = Self(rawValue: "53200")
    public static let tooManyConnections = Self(rawValue: "53300")
    public static let objectInUse = Self(rawValue: "55006")
    public static let lockNotAvailable = Self(rawValue: "55P03")
    public static let queryCanceled = Self(rawValue: "57014")
    public static let adminShutdown = Self(rawValue: "57P01")
    public static let crashShutdown = Self(rawValue: "57P02")
    public static let cannotConnectNow = Self(rawValue: "57P03")
    public static let databaseDropped = Self(rawValue: "57P04")
    public static let raiseException = Self(rawValue: "P0001")
}
