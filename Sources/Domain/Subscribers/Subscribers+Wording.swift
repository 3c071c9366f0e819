import Postgres

/// One wording of a box, of now or before.
package struct ConsentWording: Decodable, Sendable {
    package let version: Int
    package let purpose: String
    package let wording: String
    /// Whether it stands beside the box now.
    package let isCurrent: Bool
}

extension Subscribers {
    /// The words beside the box of the reserve form as they stand now; each consent names their version.
    package func wording() async throws -> String {
        try await store.read { connection in
            try connection.one(
                """
                SELECT wording
                FROM consent_wording
                WHERE purpose = 'updates' AND is_ours
                ORDER BY version DESC
                LIMIT 1
                """
            )
        }
    }

    /// Every wording of ours, the newest of each purpose last.
    ///
    /// - Throws: `Refusal` of kind invalid for a purpose that is none.
    package func wordings(of purpose: String? = nil, by actor: Actor) async throws -> [ConsentWording] {
        try actor.require(.runCohorts)
        return try await store.read { try $0.wordings(of: purpose) }
    }

    /// Puts other words beside a box from now on; whoever agreed before has agreed to what stood there then.
    ///
    /// - Throws: `Refusal` of kind invalid for a purpose that is none, and for words that cannot stand beside a box.
    package func setWording(_ typed: String, of purpose: String, by actor: Actor) async throws -> [ConsentWording] {
        try actor.require(.runCohorts)
        let wording = typed.trimmed
        guard (1...2_000).contains(wording.unicodeScalars.count),
            !wording.unicodeScalars.contains(where: { $0.isControl || $0.turnsText || $0.isInvisible })
        else {
            throw Refusal.invalid("set", "A wording is one line of 1 to 2000 characters, without invisible signs.")
        }
        return try await store.write { connection in
            try connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('consent_wording', 0))")
            let before = try connection.wordings(of: purpose)
            guard before.last(where: \.isCurrent)?.wording != wording else { return before }
            let version: Int = try connection.one(
                """
                INSERT INTO consent_wording (version, purpose, wording)
                SELECT coalesce(max(version), 0) + 1, \(purpose), \(wording)
                FROM consent_wording
                RETURNING version
                """
            )
            try connection.audit(
                "subscriber.wording",
                "subscriber",
                nil,
                by: actor,
                [
                    "purpose": purpose, "version": String(version), "wording": wording,
                ]
            )
            return try connection.wordings(of: purpose)
        }
    }
}

extension Connection {
    fileprivate func wordings(of purpose: String?) throws -> [ConsentWording] {
        try requireCode(purpose, "purpose", "SELECT code FROM consent_purpose ORDER BY position")
        return try all(
            """
            SELECT
                wording.version, wording.purpose, wording.wording,
                wording.version = max(wording.version) OVER (PARTITION BY wording.purpose) AS is_current
            FROM consent_wording AS wording
            JOIN consent_purpose ON consent_purpose.code = wording.purpose
            WHERE wording.is_ours AND coalesce(wording.purpose = \(purpose)::text, true)
            ORDER BY consent_purpose.position, wording.version
            """
        )
    }
}
