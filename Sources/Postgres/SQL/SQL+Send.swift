import CPostgres

/// Gives a statement to libpq, in the extended protocol and with binary results; false where libpq does not take it.
extension SQL {
    /// Why a value has no form the server would take.
    func checkParameters(_ place: Place) throws {
        guard let reason = parameters.failure else { return }
        var error = PostgresError(.usage, reason, place: place)
        error.statement = text
        throw error
    }

    /// Parses, binds and runs it in one go.
    func send(over handle: OpaquePointer) -> Bool {
        parameters.withPointers { parameters in
            PQsendQueryParams(
                handle,
                text,
                parameters.count,
                parameters.types,
                parameters.values,
                parameters.lengths,
                parameters.formats,
                1
            )
        } == 1
    }

    /// Has the server prepare it under a name.
    func sendPreparation(as name: String, over handle: OpaquePointer) -> Bool {
        parameters.withPointers { parameters in
            PQsendPrepare(handle, name, text, parameters.count, parameters.types)
        } == 1
    }

    /// Runs what was prepared under a name with this statement's parameters.
    func sendPrepared(as name: String, over handle: OpaquePointer) -> Bool {
        parameters.withPointers { parameters in
            PQsendQueryPrepared(
                handle,
                name,
                parameters.count,
                parameters.values,
                parameters.lengths,
                parameters.formats,
                1
            )
        } == 1
    }
}
