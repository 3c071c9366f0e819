import Postgres

/// Reads the one institute that this database serves.
package struct Institutes: Sendable {
    let store: Store

    /// Anyone may know who the institute is.
    ///
    /// - Throws: `Refusal` of kind not found while nobody has said who the institute is.
    package func current() async throws -> Institute {
        try await store.read { connection in try connection.institute() }
    }
}

extension Connection {
    /// The institute, or a refusal that names the command to run.
    func institute() throws -> Institute {
        guard let institute = try knownInstitute() else {
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

    func knownInstitute() throws -> Institute? {
        try first(
            """
            SELECT name, contact_email, postal_address, time_zone, logo_url, public_url, sender_email
            FROM institute
            """
        )
    }
}
