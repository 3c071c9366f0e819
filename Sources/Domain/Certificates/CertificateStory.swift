import Credentials
package import Foundation
import Postgres

/// A certificate and everything that happened to it, for staff.
package struct CertificateStory: Sendable {
    package struct Event: Codable, Sendable {
        package let kind: String
        package let at: Date
        package let effectiveAt: Date
        package let staff: String?
        /// Why, as a class.
        package let reason: String?
        /// Why, in words; nil once they were erased.
        package let words: String?
    }

    package let certificate: Certificate
    /// Whose it is.
    package let person: PersonID
    /// Oldest first.
    package let events: [Event]
}

extension Certificates {
    /// - Throws: `certificate-unknown`, `certificate-mistyped`.
    package func story(of input: String, by actor: Actor) async throws -> CertificateStory {
        try actor.require(.propose)
        let certificate = try await require(input)
        let events: [CertificateStory.Event] = try await store.read {
            try $0.all(
                """
                SELECT
                    event.kind, event.at, event.effective_at, staff.login AS staff, event.reason,
                    payload.body ->> 'reason' AS words
                FROM certificate_event AS event
                LEFT JOIN staff ON staff.id = event.staff_id
                LEFT JOIN payload ON payload.id = event.payload_id
                WHERE event.certificate_id = \(certificate.id.rawValue)
                ORDER BY event.number
                """
            )
        }
        let person: PersonID = try await store.read {
            try $0.one("SELECT person_id FROM certificate WHERE id = \(certificate.id.rawValue)")
        }
        return CertificateStory(certificate: certificate, person: person, events: events)
    }
}
