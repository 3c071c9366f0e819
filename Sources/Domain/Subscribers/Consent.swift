import Crypto
import Postgres

extension Connection {
    /// Notes that the box for the list was ticked, under the wording shown; it counts only once the address confirms it.
    func askConsent(_ enrollments: [EnrollmentID]) throws {
        guard !enrollments.isEmpty else { return }
        try execute(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version, enrollment_id)
            SELECT
                enrollment.person_id, 'requested', registrar_clock(), 'reservation', 'updates', wording.version,
                enrollment.id
            FROM enrollment
            CROSS JOIN (
                SELECT max(version) AS version FROM consent_wording WHERE purpose = 'updates' AND is_ours
            ) AS wording
            WHERE enrollment.id = ANY(\(enrollments))
            """
        )
    }

    /// Confirms what was asked for with this enrollment; only the mailed link does this (double opt-in).
    func confirmConsent(_ enrollment: EnrollmentID, digestedWith key: SymmetricKey) throws {
        try keepDigests(
            of: try all(
                """
                SELECT person_id
                FROM consent_event
                WHERE enrollment_id = \(enrollment) AND kind = 'requested'
                """
            ),
            with: key
        )
        try execute(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version, enrollment_id)
            SELECT asked.person_id, 'confirmed', registrar_clock(), asked.source, asked.purpose, asked.wording_version,
                asked.enrollment_id
            FROM consent_event AS asked
            WHERE asked.enrollment_id = \(enrollment)
                AND asked.kind = 'requested'
                AND NOT EXISTS (
                    SELECT
                    FROM consent_event AS later
                    WHERE later.person_id = asked.person_id AND later.purpose = asked.purpose AND later.id > asked.id
                        AND later.kind IN ('confirmed', 'withdrawn')
                )
            """
        )
    }
}
