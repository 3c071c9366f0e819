import CPostgres

extension PostgresError {
    /// Reads the fields of a failed result; `isLost` says that the connection went with it.
    init(result: OpaquePointer?, isLost: Bool, connectionMessage: String, statement: String?, place: Place) {
        let message = Self.field(.message, of: result) ?? Self.trimmed(connectionMessage)
        self.init(isLost ? .connectionLost : .server, message, place: place)
        sqlState = Self.field(.sqlState, of: result).map(SQLState.init(rawValue:))
        constraint = Self.field(.constraint, of: result)
        schema = Self.field(.schema, of: result)
        table = Self.field(.table, of: result)
        column = Self.field(.column, of: result)
        detail = Self.field(.detail, of: result)
        hint = Self.field(.hint, of: result)
        position = Self.field(.position, of: result).flatMap { Int($0) }
        raisedBy = Self.field(.function, of: result)
        self.statement = statement
    }

    /// libpq's PG_DIAG_ letters, which are character macros that Swift does not import.
    enum Field: UInt8 {
        case severity = 0x56  // V, never translated
        case sqlState = 0x43  // C
        case message = 0x4D  // M
        case detail = 0x44  // D
        case hint = 0x48  // H
        case position = 0x50  // P
        case schema = 0x73  // s
        case table = 0x74  // t
        case column = 0x63  // c
        case constraint = 0x6E  // n
        case function = 0x52  // R
    }

    static func field(_ field: Field, of result: OpaquePointer?) -> String? {
        guard let text = PQresultErrorField(result, Int32(field.rawValue)) else { return nil }
        return String(cString: text)
    }

    static func trimmed(_ message: String) -> String {
        String(message.reversed().drop(while: \.isWhitespace).reversed())
    }
}
