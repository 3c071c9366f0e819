extension SQL: ExpressibleByStringInterpolation {
    /// A statement without parameters.
    public init(stringLiteral text: String) {
        self.init(text: text)
    }

    /// A statement with the parameters of its interpolations.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects the text and the parameters of one literal.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var sql = SQL(text: "")

        /// Begins an empty statement.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends the statement's own text.
        public mutating func appendLiteral(_ text: String) {
            sql.append(text: text)
        }

        /// Binds a value as one parameter: nil is NULL, an array is one array parameter.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.append(value)
        }

        /// Binds a value or NULL (an overload of its own: for optionals the compiler would warn of a debug description).
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.append(value)
        }

        /// Splices a statement in, with its own parameters.
        public mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        /// Writes a name (of a table, a channel, a database) between double quotes.
        public mutating func appendInterpolation(identifier name: String) {
            sql.append(text: SQL.quoted(identifier: name))
        }

        /// The raw door: writes text into the statement unchecked. Never give it anything a person typed.
        public mutating func appendInterpolation(unverified text: String) {
            sql.append(text: text)
        }
    }

    static func quoted(identifier name: String) -> String {
        var quoted = "\""
        for character in name.unicodeScalars {
            if character == "\"" { quoted.unicodeScalars.append(character) }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}
