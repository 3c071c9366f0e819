import CPostgres

extension Connection {
    /// What a connection is opened with unless the URL says otherwise: a silent network is noticed within half a minute.
    private static let defaults = [
        ("connect_timeout", "5"),
        ("keepalives_idle", "10"),
        ("keepalives_interval", "5"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    static func open(_ configuration: DatabaseConfiguration) throws -> OpaquePointer {
        let place = Place(file: "connection", line: 0)
        var options = try parsed(configuration.url, place)
        for (keyword, value) in defaults where options[keyword] == nil { options[keyword] = value }
        if !configuration.applicationName.isEmpty {
            options["fallback_application_name"] = configuration.applicationName
        }
        // Text is UTF-8 on the wire whatever the database keeps; poolers pass this parameter on.
        options["client_encoding"] = "UTF8"

        do { return try connect(options, place) } catch {
            guard withNullTerminated(options, { PQpingParams($0, $1, 0) }) == PQPING_OK else { throw error }
        }
        // The server answers. It came up in this moment, or it refuses (password, name of the database) and will again.
        do { return try connect(options, place) } catch var error {
            error.isFinal = withNullTerminated(options) { PQpingParams($0, $1, 0) } == PQPING_OK
            throw error
        }
    }

    private static func connect(_ options: [String: String], _ place: Place) throws(PostgresError) -> OpaquePointer {
        let handle = withNullTerminated(options) { PQconnectdbParams($0, $1, 0) }
        guard let handle else { throw PostgresError(.cannotConnect, "out of memory", place: place) }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw PostgresError(
                .cannotConnect,
                PostgresError.trimmed(String(cString: PQerrorMessage(handle))),
                place: place
            )
        }
        return handle
    }

    /// libpq reads the URL, with every form it knows: key=value, several hosts, a service, a password file.
    private static func parsed(_ url: String, _ place: Place) throws -> [String: String] {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(url, &complaint) else {
            defer { PQfreemem(complaint) }
            // The complaint may quote the URL and with it a password.
            throw PostgresError(.usage, "the connection string cannot be read", place: place)
        }
        defer { PQconninfoFree(parsed) }
        var options: [String: String] = [:]
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return options
    }

    /// Lays the options out as libpq wants them: two lists of C strings, each ended by a null pointer.
    private static func withNullTerminated<Outcome>(
        _ options: [String: String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Outcome
    ) -> Outcome {
        var bytes: [CChar] = []
        var offsets: [(keyword: Int, value: Int)] = []
        for (keyword, value) in options {
            offsets.append((bytes.count, bytes.count + keyword.utf8CString.count))
            bytes += keyword.utf8CString
            bytes += value.utf8CString
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let keywords = offsets.map { offset in bytes.baseAddress.map { $0 + offset.keyword } } + [nil]
            let values = offsets.map { offset in bytes.baseAddress.map { $0 + offset.value } } + [nil]
            return body(keywords, values)
        }
    }
}
