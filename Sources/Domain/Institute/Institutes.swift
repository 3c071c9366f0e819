import Postgres

/// Reads the one institute that this database serves.
package struct Institutes: Sendable {
    let store: Store

    /// Anyone may know who the institute is.
    ///
    /// - Throws: `Refusal` of kind not found while nobody has said who the institute is.
    package func current() async throws -> Institute {
        try await store.read { connection in
            guard let institute = try connection.institute() else {
                throw Refusal.notFound(
                    "institute-missing",
                    """
                    This database does not know its institute yet. Run `registrar institute set --name … \
                    --contact-email … --postal-address … --time-zone … --public-url …`.
                    """
                )
            }
            return institute
        }
    }
}

extension Connection {
    func institute() throws -> Institute? {
        try first(
            """
            SELECT name, contact_email, postal_address, time_zone, logo_url, public_url
            FROM institute
            """
        )
    }
}
