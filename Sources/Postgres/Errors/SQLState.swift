/// A five-character error code of PostgreSQL, as listed in appendix A of its manual.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Five digits or capital letters.
    public let rawValue: String

    /// Takes any code; the server may raise ones that are not listed here.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The code itself.
    public var description: String { rawValue }

    /// The first two characters, which name the family of the error.
    public var category: Substring { rawValue.prefix(2) }
}

/// The codes this project meets, each under its condition name of appendix A.
extension SQLState {
    /// feature_not_supported
    public static let featureNotSupported = Self(rawValue: "0A000")
    /// string_data_right_truncation
    public static let stringDataRightTruncation = Self(rawValue: "22001")
    /// numeric_value_out_of_range
    public static let numericValueOutOfRange = Self(rawValue: "22003")
    /// character_not_in_repertoire
    public static let characterNotInRepertoire = Self(rawValue: "22021")
    /// invalid_parameter_value
    public static let invalidParameterValue = Self(rawValue: "22023")
    /// invalid_text_representation
    public static let invalidTextRepresentation = Self(rawValue: "22P02")
    /// not_null_violation
    public static let notNullViolation = Self(rawValue: "23502")
    /// foreign_key_violation
    public static let foreignKeyViolation = Self(rawValue: "23503")
    /// unique_violation
    public static let uniqueViolation = Self(rawValue: "23505")
    /// check_violation
    public static let checkViolation = Self(rawValue: "23514")
    /// exclusion_violation
    public static let exclusionViolation = Self(rawValue: "23P01")
    /// read_only_sql_transaction
    public static let readOnlyTransaction = Self(rawValue: "25006")
    /// in_failed_sql_transaction
    public static let inFailedTransaction = Self(rawValue: "25P02")
    /// idle_in_transaction_session_timeout
    public static let idleInTransactionTimeout = Self(rawValue: "25P03")
    /// invalid_sql_statement_name
    public static let invalidStatementName = Self(rawValue: "26000")
    /// invalid_password
    public static let invalidPassword = Self(rawValue: "28P01")
    /// invalid_catalog_name
    public static let invalidCatalogName = Self(rawValue: "3D000")
    /// serialization_failure
    public static let serializationFailure = Self(rawValue: "40001")
    /// deadlock_detected
    public static let deadlockDetected = Self(rawValue: "40P01")
    /// insufficient_privilege
    public static let insufficientPrivilege = Self(rawValue: "42501")
    /// syntax_error
    public static let syntaxError = Self(rawValue: "42601")
    /// undefined_column
    public static let undefinedColumn = Self(rawValue: "42703")
    /// undefined_function
    public static let undefinedFunction = Self(rawValue: "42883")
    /// undefined_table
    public static let undefinedTable = Self(rawValue: "42P01")
    /// disk_full
    public static let diskFull = Self(rawValue: "53100")
    /// out_of_memory
    public static let outOfMemory = Self(rawValue: "53200")
    /// too_many_connections
    public static let tooManyConnections = Self(rawValue: "53300")
    /// object_in_use
    public static let objectInUse = Self(rawValue: "55006")
    /// lock_not_available
    public static let lockNotAvailable = Self(rawValue: "55P03")
    /// query_canceled
    public static let queryCanceled = Self(rawValue: "57014")
    /// admin_shutdown
    public static let adminShutdown = Self(rawValue: "57P01")
    /// crash_shutdown
    public static let crashShutdown = Self(rawValue: "57P02")
    /// cannot_connect_now
    public static let cannotConnectNow = Self(rawValue: "57P03")
    /// database_dropped
    public static let databaseDropped = Self(rawValue: "57P04")
    /// raise_exception
    public static let raiseException = Self(rawValue: "P0001")
}
