import CPostgres

extension SQL {
    /// The statement with its parameters written into it as literals, for COPY, which takes none.
    ///
    /// The quoting is libpq's own, for this connection's encoding and settings. Only text is written so: every other type
    /// has its binary form already.
    func withLiterals(over handle: OpaquePointer, _ place: Place) throws -> String {
        guard parameters.count > 0 else { return text }
        try checkParameters(place)
        let literals = try literals(over: handle, place)
        var written = ""
        let utf8 = text.utf8
        var cursor = utf8.startIndex
        for (index, offset) in marks.enumerated() {
            let start = utf8.index(utf8.startIndex, offsetBy: offset)
            written += text[cursor..<start] + literals[index]
            cursor = utf8.index(start, offsetBy: "$\(index + 1)".utf8.count)
        }
        return written + text[cursor...]
    }

    private func literals(over handle: OpaquePointer, _ place: Place) throws -> [String] {
        try parameters.withPointers { parameters in
            try (0..<Int(parameters.count)).map { index in
                guard parameters.types?[index] == PostgresType.unspecified.oid else {
                    throw PostgresError(.usage, "a parameter of COPY is text, or nil", place: place)
                }
                guard let value = parameters.values?[index], let length = parameters.lengths?[index] else {
                    return "NULL"
                }
                guard let literal = PQescapeLiteral(handle, value, Int(length)) else {
                    throw PostgresError(.usage, String(cString: PQerrorMessage(handle)), place: place)
                }
                defer { PQfreemem(literal) }
                return String(cString: literal)
            }
        }
    }
}
