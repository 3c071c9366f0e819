package import Credentials
import Crypto
package import Foundation
package import Postgres

/// Something a holder did towards renewal, with who taught or supervised it, and the file that shows it.
package struct RenewalCredit: Codable, Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case coursework, observation
        /// The course that older holders take once.
        case foundations
    }

    package enum State: String, Codable, PostgresCodable, Sendable {
        case submitted, accepted, refused
    }

    package let id: RenewalCreditID
    /// The certificate's, eleven characters.
    package let certificateId: CertificateID
    package let termEnds: Date
    package let kind: Kind
    package let minutes: Int
    package let doneOn: CalendarDate
    package let licenseType: String?
    package let state: State
    package let at: Date
    /// Whoever of the staff brought it; nil is the holder.
    package let staff: String?
    package let reviewedAt: Date?
    package let reviewer: String?
    package let mediaType: String
    /// In octets.
    package let size: Int
    /// These are gone with an erased person.
    package let title: String?
    package let supervisor: String?
    package let licenseNumber: String?
    /// Why it was refused.
    package let reason: String?
    package let fileName: String?
    /// As `sha256sum` prints it.
    package let sha256: String?
}

extension Connection {
    /// All that was brought for a certificate, in its order.
    func renewalCredits(of id: CertificateID) throws -> [RenewalCredit] {
        try renewalCredits("credit.certificate_id = \(id.rawValue)")
    }

    func renewalCredit(_ id: RenewalCreditID) throws -> RenewalCredit {
        guard let credit = try renewalCredits("credit.id = \(id)").first else {
            throw Refusal.notFound(
                "credit-unknown",
                "There is no credit \(id); `registrar renewal show CERTIFICATE` lists those of a certificate."
            )
        }
        return credit
    }

    private func renewalCredits(_ condition: SQL) throws -> [RenewalCredit] {
        try all(
            """
            SELECT
                credit.id, credit.certificate_id, credit.term_ends, credit.kind, credit.minutes, credit.done_on,
                credit.license_type, coalesce(review.kind, 'submitted') AS state, credit.at, staff.login AS staff,
                review.at AS reviewed_at, reviewer.login AS reviewer, credit.media_type, credit.size,
                told.body ->> 'title' AS title, told.body ->> 'supervisor' AS supervisor,
                told.body ->> 'license_number' AS license_number, said.body ->> 'reason' AS reason,
                file.name AS file_name, encode(file.sha256, 'hex') AS sha256
            FROM renewal_credit AS credit
            LEFT JOIN payload AS told ON told.id = credit.payload_id
            LEFT JOIN renewal_file AS file ON file.credit_id = credit.id
            LEFT JOIN staff ON staff.id = credit.staff_id
            LEFT JOIN LATERAL (
                SELECT *
                FROM renewal_review
                WHERE renewal_review.credit_id = credit.id
                ORDER BY renewal_review.id DESC
                LIMIT 1
            ) AS review ON true
            LEFT JOIN payload AS said ON said.id = review.payload_id
            LEFT JOIN staff AS reviewer ON reviewer.id = review.staff_id
            WHERE \(condition)
            ORDER BY credit.id
            """
        )
    }

    /// Writes what was brought, its words and its file apart, each with a fresh salt.
    func add(_ draft: CreditDraft, to certificate: Certificate, by actor: Actor) throws -> RenewalCreditID {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let words = try keep(
            [
                "title": draft.title, "supervisor": draft.supervisor, "license_number": draft.licenseNumber,
            ].compactMapValues { $0 }
        )
        let file = draft.file
        let id: RenewalCreditID = try one(
            """
            INSERT INTO renewal_credit (
                certificate_id, term_ends, kind, minutes, done_on, license_type, payload_id, digest, media_type, size,
                file_digest, staff_id, operator_id
            )
            VALUES (\(certificate.id.rawValue), \(certificate.validUntil), \(draft.kind), \(draft.minutes),
                \(draft.doneOn), \(draft.licenseType), \(words.id), \(words.digest), \(file.type.rawValue),
                \(file.octets.count), \(Data(SHA256.hash(data: salt + file.octets))), \(actor.staff?.id),
                \(actor.staff?.operatorID))
            RETURNING id
            """
        )
        try execute(
            """
            INSERT INTO renewal_file (credit_id, person_id, name, octets, salt, sha256)
            SELECT \(id), person_id, \(file.name), \(file.octets), \(salt), \(Data(SHA256.hash(data: file.octets)))
            FROM certificate
            WHERE id = \(certificate.id.rawValue)
            """
        )
        return id
    }
}
