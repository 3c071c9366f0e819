import CPostgres

extension Connection {
    /// Runs `COPY … TO STDOUT` and gives its output row by row, each with its line end; memory stays constant.
    ///
    /// A row may be looked at inside `body` only. Returns the number of rows. When `body` throws, the rest is called off,
    /// which fails an open transaction.
    @discardableResult
    public func copyOut(
        _ sql: SQL,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (RawSpan) throws -> Void
    ) throws -> Int {
        let place = Place(file, line)
        try begin(copy: sql, expecting: PGRES_COPY_OUT, place)
        do {
            var unchecked = 0
            while let count = try nextCopyRow(body) {
                unchecked += count
                guard unchecked >= checkEvery else { continue }
                try canceller.check()
                unchecked = 0
            }
        } catch {
            abandonCopy()
            throw error
        }
        return try endCopy(sql, place)
    }

    /// Runs `COPY … FROM STDIN` with the pieces that `next` returns until it returns nil; memory stays constant.
    ///
    /// Returns the number of rows. Pieces may be cut anywhere. When `next` throws, nothing is stored.
    @discardableResult
    public func copyIn(
        _ sql: SQL,
        file: StaticString = #fileID,
        line: Int = #line,
        _ next: () throws -> [UInt8]?
    ) throws -> Int {
        let place = Place(file, line)
        try begin(copy: sql, expecting: PGRES_COPY_IN, place)
        do {
            while let piece = try next() {
                try canceller.check()
                let isTaken = piece.withUnsafeBytes { raw in
                    PQputCopyData(handle, raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count))
                }
                if isTaken != 1 { break }
            }
        } catch {
            PQputCopyEnd(handle, "the client called it off")
            drain()
            throw error
        }
        PQputCopyEnd(handle, nil)
        return try endCopy(sql, place)
    }

    /// After so many octets it is asked whether somebody wants the rest still.
    private var checkEvery: Int { 64 * 1024 }

    private func begin(copy sql: SQL, expecting status: ExecStatusType, _ place: Place) throws {
        try canceller.check()
        let text = try sql.withLiterals(over: handle, place)
        let raw = answer(PQsendQuery(handle, text) == 1)
        guard PQresultStatus(raw) == status else {
            _ = try checked(raw, text, place)
            throw PostgresError(.usage, "the statement is not a COPY of this direction", place: place)
        }
        PQclear(raw)
    }

    /// Lends the next row and returns how long it is; nil at the end.
    private func nextCopyRow(_ body: (RawSpan) throws -> Void) rethrows -> Int? {
        var row: UnsafeMutablePointer<CChar>?
        let count = Int(PQgetCopyData(handle, &row, 0))
        guard count > 0, let row else { return nil }
        defer { PQfreemem(row) }
        try body(UnsafeRawBufferPointer(start: row, count: count).bytes)
        return count
    }

    private func endCopy(_ sql: SQL, _ place: Place) throws -> Int {
        try checked(answer(true), sql.text, place).affectedRows
    }

    /// Ends a COPY in either direction whose rest nobody wants.
    func abandonCopy() {
        var message = [CChar](repeating: 0, count: 256)
        let cancel = PQgetCancel(handle)
        PQcancel(cancel, &message, Int32(message.count))
        PQfreeCancel(cancel)
        var row: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
        PQputCopyEnd(handle, "the client called it off")
        drain()
    }

    private func drain() {
        while let rest = PQgetResult(handle) {
            let status = PQresultStatus(rest)
            PQclear(rest)
            if status == PGRES_COPY_IN || status == PGRES_COPY_OUT { return }
        }
    }
}
