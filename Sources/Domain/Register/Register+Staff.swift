import Credentials
package import Foundation
import Postgres

/// An entry of the register as staff see it, shown or not.
package struct RegisterEntry: Decodable, Sendable {
    let id: CertificateID
    let prefix: String
    package let number: Int
    package let name: String?
    package let credential: String
    package let city: String?
    package let since: Date
    /// Whether it is found now: its certificate is active.
    package let isShown: Bool

    package var printedID: String { id.printed(prefix: prefix) }

    fileprivate static let query: SQL = """
        SELECT
            certificate.id, certificate.prefix, certificate.number, certificate.name,
            coalesce(certificate.credential_name, program_version.name) AS credential, entry.city, entry.since,
            \(Register.isShown) AS is_shown
        FROM register_entry AS entry
        JOIN certificate ON certificate.id = entry.certificate_id
        JOIN program_version ON program_version.id = certificate.program_version_id

        """
}

/// What a holder, or staff, said of the register.
package struct RegisterEvent: Decodable, Sendable {
    package let kind: String
    package let at: Date
    package let actor: String
    package let staff: String?
    package let wordingVersion: Int?
}

extension Register {
    /// Every entry, in order of names.
    package func list(after cursor: Int = 0, limit: Int = 50, by actor: Actor) async throws -> Page<RegisterEntry> {
        try actor.require(.runCohorts)
        let found: [RegisterEntry] = try await store.read {
            try $0.all(
                """
                \(RegisterEntry.query)
                WHERE certificate.number > \(cursor)
                ORDER BY certificate.number
                LIMIT \(limit + 1)
                """
            )
        }
        let items = Array(found.prefix(limit))
        return Page(items: items, next: found.count > limit ? items.last.map { String($0.number) } : nil)
    }

    /// A certificate's entry, if it has one, and everything that was said of it.
    ///
    /// - Throws: `certificate-unknown`, `certificate-mistyped`.
    package func show(
        _ certificate: Certificate,
        by actor: Actor
    ) async throws -> (entry: RegisterEntry?, events: [RegisterEvent]) {
        try actor.require(.runCohorts)
        return try await store.read { connection in
            (
                try connection.first("\(RegisterEntry.query) WHERE certificate.id = \(certificate.id.rawValue)"),
                try connection.all(
                    """
                    SELECT event.kind, event.at, event.actor, staff.login AS staff, event.wording_version
                    FROM register_event AS event
                    LEFT JOIN staff ON staff.id = event.staff_id
                    WHERE event.certificate_id = \(certificate.id.rawValue)
                    ORDER BY event.number
                    """
                )
            )
        }
    }

    /// Takes a holder out of the register for a reason; they may come back by their own link.
    ///
    /// - Throws: `not-in-register`.
    package func remove(_ certificate: Certificate, because reason: StaffReason, by actor: Actor) async throws {
        try actor.require(.runCohorts)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "Somebody with a name takes a holder out.")
        }
        _ = try await store.write { connection in
            let locked = try connection.lock(certificate: certificate.id)
            let isIn: Bool = try connection.one(
                "SELECT EXISTS (SELECT FROM register_entry WHERE certificate_id = \(locked.id.rawValue))"
            )
            guard isIn else {
                throw Refusal.conflict("not-in-register", "\(locked.printedID) is not in the register.")
            }
            try connection.takeOut(locked.id, "staff", member)
            try connection.audit(
                "register.remove",
                "certificate",
                try connection.one("SELECT number FROM certificate WHERE id = \(locked.id.rawValue)"),
                by: actor,
                ["reason_class": reason.category.rawValue, "reason": reason.words]
            )
        }
    }
}
