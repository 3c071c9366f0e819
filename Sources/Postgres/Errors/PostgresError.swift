/// Everything that can go wrong between this process and PostgreSQL, with the caller's place.
///
/// `description` never holds a value and is safe to show or to log; `debugDescription` is complete and is neither.
public struct PostgresError: Error, Sendable {
    /// Who could not do what.
    public enum Kind: String, Sendable {
        /// The server refused a statement; `sqlState` says why.
        case server
        /// The connection broke while in use; what it had not committed is gone.
        case connectionLost
        /// No connection could be opened.
        case cannotConnect
        /// No connection became free within the lease timeout, or too many look-ups wait for one.
        case poolExhausted
        /// COMMIT was sent, its answer was lost, and the server could not tell afterwards.
        case commitUnknown
        /// A result did not have the shape or the type that was asked for.
        case decoding
        /// The library was asked for something it cannot do.
        case usage
    }

    /// What kind of failure this is; decide by it and by `sqlState`.
    public let kind: Kind
    /// The server's code, where the server spoke.
    public internal(set) var sqlState: SQLState?
    /// The violated constraint.
    public internal(set) var constraint: String?
    /// The schema of the table, where the server names it.
    public internal(set) var schema: String?
    /// The table, where the server names it.
    public internal(set) var table: String?
    /// The column the server names, or the one that could not be read.
    public internal(set) var column: String?
    /// The caller's file and line, such as `Seats+Reserve.swift:41`.
    public internal(set) var place: String
    /// The server's or the library's words. May hold values: not for strangers.
    public internal(set) var message: String
    /// The server's detail. May hold values: not for strangers.
    public internal(set) var detail: String?
    /// The server's advice.
    public internal(set) var hint: String?
    /// The text of the statement, with `$1` for its parameters.
    public internal(set) var statement: String?
    /// The character of the statement, counted from 1, at which the server found the error.
    public internal(set) var position: Int?
    /// The function of the server that raised the error; unlike the message it is never translated.
    var raisedBy: String?
    /// True when the server was reached and refused, so that trying again is of no use.
    var isFinal = false

    init(_ kind: Kind, _ message: String, place: Place) {
        self.kind = kind
        self.message = message
        self.place = place.description
    }
}

extension PostgresError {
    /// What a body throws when it has waited for its locks and then needs others: it is undone and run again.
    public static func overtaken(file: StaticString = #fileID, line: Int = #line) -> Self {
        let place = Place(file, line)
        var error = Self(.server, "what was to be locked changed while the locks were awaited", place: place)
        error.sqlState = .serializationFailure
        return error
    }

    /// The same error, met by another caller.
    func at(_ place: Place) -> Self {
        var error = self
        error.place = place.description
        return error
    }

    /// True when trying later may help and nothing is wrong with the request: answer 503, not 500.
    public var isUnavailable: Bool {
        switch kind {
        case .connectionLost, .cannotConnect, .poolExhausted, .commitUnknown: true
        case .decoding, .usage: false
        case .server: sqlState.map(Self.isUnavailable) ?? false
        }
    }

    private static func isUnavailable(_ state: SQLState) -> Bool {
        switch state {
        case .lockNotAvailable, .queryCanceled, .readOnlyTransaction, .idleInTransactionTimeout: true
        case .serializationFailure, .deadlockDetected: true
        case .adminShutdown, .crashShutdown, .cannotConnectNow, .databaseDropped: true
        default: state.category == "53"
        }
    }

    /// True when the same transaction, run again from its start, may well succeed.
    var isWorthRepeating: Bool {
        sqlState == .serializationFailure || sqlState == .deadlockDetected || isStalePlan
    }

    /// True when a prepared statement no longer fits the schema, or is gone.
    var isStalePlan: Bool {
        sqlState == .invalidStatementName
            || (sqlState == .featureNotSupported && raisedBy == "RevalidateCachedQuery")
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Kind, state, constraint and place, and no values.
    public var description: String {
        var words = ["postgres", kind.rawValue]
        if let sqlState { words.append(sqlState.rawValue) }
        if let constraint { words.append(constraint) }
        return words.joined(separator: " ") + " at \(place)"
    }

    /// Everything known, values included.
    public var debugDescription: String {
        var lines = ["\(description): \(message)"]
        if let detail { lines.append("detail: \(detail)") }
        if let hint { lines.append("hint: \(hint)") }
        let object = [schema, table, column].compactMap(\.self).joined(separator: ".")
        if !object.isEmpty { lines.append("object: \(object)") }
        if let statement { lines.append("statement: \(statement)") }
        return lines.joined(separator: "\n")
    }
}
