import Crypto
import Foundation
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
        struct Asked: Decodable {
            let personId: PersonID
            let purpose: String
            let version: Int
            let source: String
        }
        try execute(
            """
            SELECT id
            FROM person
            WHERE id = ANY(ARRAY(
                SELECT person_id
                FROM consent_event
                WHERE enrollment_id = \(enrollment) AND kind = 'requested'
            ))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        let asked: [Asked] = try all(
            """
            SELECT asked.person_id, asked.purpose, asked.wording_version AS version, asked.source
            FROM consent_event AS asked
            WHERE asked.enrollment_id = \(enrollment)
                AND asked.kind = 'requested'
                AND NOT EXISTS (
                    SELECT
                    FROM consent_event AS later
                    WHERE later.person_id = asked.person_id AND later.purpose = asked.purpose AND later.id > asked.id
                        AND later.kind IN ('confirmed', 'withdrawn')
                )
            ORDER BY asked.id
            """
        )
        for word in asked {
            try keepDigests(of: [word.personId], with: key)
            try record("confirmed", word.purpose, word.version, of: word.personId, from: word.source, enrollment)
            try liftByConfirming(word.personId)
        }
    }

    /// Confirms what was shown to a person by a mailed link, and takes back what such a word takes back.
    func confirm(_ wishes: [Wish], of person: PersonID, from source: String, digestedWith key: SymmetricKey) throws {
        try keepDigests(of: [person], with: key)
        for wish in wishes { try record("confirmed", wish.purpose, wish.version, of: person, from: source) }
        try liftByConfirming(person)
    }

    /// Takes back, for the purposes named, what somebody said before; the word names the wording that it takes back.
    ///
    /// Who is on no purpose any more is unsubscribed: the address is suppressed, so that no import brings it back.
    ///
    /// - Parameter rows: All of one human: what was said with an address that was merged is taken back too, or parting the
    ///   two would bring it back.
    func withdraw(
        _ purposes: [String],
        of rows: [PersonID],
        from source: String,
        digestedWith key: SymmetricKey
    ) throws {
        let on = try rows.map { (row: $0, words: try confirmed($0)) }
        let staysOn = on.contains { !$0.words.allSatisfy { purposes.contains($0.purpose) } }
        try keepDigests(of: rows, with: key)
        for (row, words) in on {
            for word in words where purposes.contains(word.purpose) {
                try record("withdrawn", word.purpose, word.version, of: row, from: source)
            }
            // An address that was on nothing goes with the human, and one that was on something by itself.
            let isOff = words.isEmpty ? !staysOn : words.allSatisfy { purposes.contains($0.purpose) }
            if isOff, let digest = try addressDigest(of: row) { try suppress([digest], for: .unsubscribe) }
        }
    }

    /// What somebody said last, where it was a confirmation.
    func confirmed(_ person: PersonID) throws -> [ConfirmedWord] {
        try all(
            """
            SELECT word.purpose, word.version, coalesce(word.given_at, word.at) AS since, wording.wording
            FROM (
                SELECT DISTINCT ON (purpose) purpose, kind, wording_version AS version, at, given_at
                FROM consent_event
                WHERE person_id = \(person) AND kind IN ('confirmed', 'withdrawn')
                ORDER BY purpose, id DESC
            ) AS word
            JOIN consent_wording AS wording ON wording.version = word.version
            WHERE word.kind = 'confirmed'
            """
        )
    }

    func addressDigest(of person: PersonID) throws -> [UInt8]? {
        try first("SELECT address_digest FROM person WHERE id = \(person) AND address_digest IS NOT NULL")
    }

    private func liftByConfirming(_ person: PersonID) throws {
        guard let digest = try addressDigest(of: person) else { return }
        try lift(Suppression.allCases.filter(\.isLiftedByConfirming), from: digest)
    }

    private func record(
        _ kind: String,
        _ purpose: String,
        _ version: Int,
        of person: PersonID,
        from source: String,
        _ enrollment: EnrollmentID? = nil
    ) throws {
        try execute(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version, enrollment_id)
            VALUES (\(person), \(kind), registrar_clock(), \(source), \(purpose), \(version), \(enrollment))
            """
        )
    }
}

/// A confirmation that stands: for what, under which words, since when.
struct ConfirmedWord: Decodable {
    let purpose: String
    let version: Int
    let since: Date
    let wording: String
}
