package import Foundation
import Postgres

/// People: what is held about somebody, and how it goes when they ask for that.
package struct People: Sendable {
    let store: Store
    let secrets: Secrets

    /// What is held about somebody, in short.
    ///
    /// - Throws: `person-unknown`.
    package func show(_ key: PersonKey, by actor: Actor) async throws -> PersonRecord {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            try connection.record(of: connection.person(key))
        }
    }
}

/// Everything that is held about a person, by kind: what names them in words, the rest as numbers.
package struct PersonRecord: Sendable {
    package struct Address: Codable, Sendable {
        package let email: EmailAddress
        package let name: PersonName?
        package let createdAt: Date
        package let erasedAt: Date?
    }

    package struct Claim: Codable, Sendable {
        package let id: EnrollmentID
        package let cohort: String
        package let state: Enrollment.State
        package let name: PersonName
        package let timeZone: String?
        package let reservedAt: Date
    }

    package struct Counts: Codable, Sendable {
        package let payments: Int
        /// Words that were said of what their program asks, and the files that show it.
        package let progress: Int
        package let evidence: Int
        /// Texts of their history, as an erasure takes them.
        package let texts: Int
        package let mails: Int
    }

    package let id: PersonID
    /// Their own row first, then those that were merged into it.
    package let addresses: [Address]
    package let claims: [Claim]
    package let certificates: [Certificate]
    /// The last word on the e-mail list: requested, confirmed or withdrawn; nil is none. That of another address is not theirs.
    package let consent: String?
    package let consentAt: Date?
    /// From when on everything is kept for a dispute; nil: the rules apply.
    package let heldSince: Date?
    package let counts: Counts

    package var erasedAt: Date? { addresses.first?.erasedAt }
}

extension Connection {
    fileprivate func record(of person: PersonID) throws -> PersonRecord {
        struct Word: Decodable {
            let kind: String
            let at: Date
        }
        let rows = try rows(of: person)
        let word: Word? = try first(
            "SELECT kind, at FROM consent_event WHERE person_id = \(person) ORDER BY id DESC LIMIT 1"
        )
        return PersonRecord(
            id: person,
            addresses: try all(
                """
                SELECT email, name, created_at, erased_at
                FROM person
                WHERE id = ANY(\(rows))
                ORDER BY id <> \(person), id
                """
            ),
            claims: try all(
                """
                SELECT enrollment.id, cohort.code AS cohort, enrollment.state, enrollment.name, enrollment.time_zone,
                    enrollment.reserved_at
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE enrollment.person_id = ANY(\(rows))
                ORDER BY enrollment.id
                """
            ),
            certificates: try all(
                "\(Certificate.query) WHERE certificate.person_id = ANY(\(rows)) ORDER BY certificate.number"
            ),
            consent: word?.kind,
            consentAt: word?.at,
            heldSince: try first(
                "SELECT placed_at FROM legal_hold WHERE person_id = ANY(\(rows)) AND lifted_at IS NULL ORDER BY id LIMIT 1"
            ),
            counts: try counts(of: rows)
        )
    }

    private func counts(of rows: [PersonID]) throws -> PersonRecord.Counts {
        try one(
            """
            WITH claim AS (
                SELECT id FROM enrollment WHERE person_id = ANY(\(rows))
            )
            SELECT
                (SELECT count(*) FROM payment WHERE enrollment_id IN (SELECT id FROM claim)) AS payments,
                (SELECT count(*) FROM progress_event WHERE enrollment_id IN (SELECT id FROM claim)) AS progress,
                (
                    SELECT count(*)
                    FROM evidence
                    JOIN evidence_file ON evidence_file.evidence_id = evidence.id
                    WHERE evidence.enrollment_id IN (SELECT id FROM claim)
                ) + (SELECT count(*) FROM renewal_file WHERE person_id = ANY(\(rows))) AS evidence,
                (SELECT count(*) FROM texts_of(\(rows))) AS texts,
                \(try mails(about: rows).count)::bigint AS mails
            """
        )
    }
}
