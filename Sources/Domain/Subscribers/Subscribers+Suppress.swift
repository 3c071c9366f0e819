import Postgres

extension Subscribers {
    /// Stops the list's mail to addresses on staff's word, also to those that nobody here has; their own mail goes on.
    ///
    /// - Parameter words: Why, for the trail alone.
    /// - Returns: The addresses that were not stopped by staff before.
    package func suppress(
        _ addresses: [EmailAddress],
        because words: String?,
        dryRun: Bool = false,
        by actor: Actor
    ) async throws -> [EmailAddress] {
        try actor.require(.runCohorts)
        let secrets = self.secrets
        return try await store.write { connection in
            let digests = addresses.map { $0.digest(with: secrets.addresses) }
            try connection.lock(addresses: digests)
            let new = try zip(addresses, digests).filter { try !connection.suppressions(of: $0.1).contains(.staff) }
            guard !dryRun, !new.isEmpty else { return new.map(\.0) }
            try connection.suppress(new.map(\.1), for: .staff, by: actor)
            try connection.audit(
                "subscriber.suppress",
                "subscriber",
                nil,
                by: actor,
                ["addresses": String(Set(new.map(\.0)).count), "reason": words]
            )
            return new.map(\.0)
        }
    }

    /// Takes back every reason that stands against an address.
    ///
    /// - Returns: The reasons.
    /// - Throws: `not-suppressed`.
    package func lift(_ email: EmailAddress, by actor: Actor) async throws -> [Suppression] {
        try actor.require(.runCohorts)
        let digest = email.digest(with: secrets.addresses)
        return try await store.write { connection in
            try connection.lock(addresses: [digest])
            let standing = try connection.suppressions(of: digest)
            guard !standing.isEmpty else {
                throw Refusal.conflict("not-suppressed", "No mail to this address is stopped.")
            }
            try connection.lift(standing, from: digest, by: actor)
            try connection.audit(
                "subscriber.lift",
                "subscriber",
                nil,
                by: actor,
                ["reasons": standing.map(\.rawValue).joined(separator: ", ")]
            )
            return standing
        }
    }
}

extension Connection {
    /// Two members of staff who act on one address do so one after the other.
    fileprivate func lock(addresses: [[UInt8]]) throws {
        try execute(
            """
            SELECT pg_advisory_xact_lock(locked.key)
            FROM (
                SELECT DISTINCT hashtextextended('address ' || encode(digest, 'hex'), 0) AS key
                FROM unnest(\(addresses)) AS digest
                ORDER BY key
            ) AS locked
            """
        )
    }
}
