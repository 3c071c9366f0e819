import Credentials
package import Foundation
package import Postgres

/// Certificates that go on: what holders did towards the next term, what they paid, and who was renewed.
package struct Renewals: Sendable {
    let store: Store
    let secrets: Secrets
    let certificates: Certificates

    /// More than five hours are ever told in, and few enough that one link cannot fill a disk.
    static let mostCredits = 60
}

/// Which certificates a list is of.
package struct RenewalFilter: Sendable {
    let program: String?
    let isToReview: Bool

    /// - Parameters:
    ///   - program: By code; nil is all.
    ///   - isToReview: Only those with something that nobody has looked at.
    package init(program: String? = nil, isToReview: Bool = false) {
        self.program = program?.uppercased()
        self.isToReview = isToReview
    }
}

/// One certificate's way to its next term, with all that was said and paid.
package struct RenewalStory: Sendable {
    package struct Payment: Codable, Sendable {
        package let kind: RenewalPayment.Kind
        package let amountMinor: Int
        package let currency: String
        /// nil once its person was erased, or where it was waived without one.
        package let reference: String?
        package let valueDate: CalendarDate?
        package let at: Date
        package let staff: String?
        /// Why it is waived; nil once its person was erased.
        package let reason: String?
        package let termEnds: Date
    }

    package struct Reminder: Codable, Sendable {
        package let daysBefore: Int
        package let at: Date
        package let termEnds: Date
    }

    package let standing: RenewalStanding
    /// Of all terms, oldest first; so are the others.
    package let credits: [RenewalCredit]
    package let payments: [Payment]
    package let reminders: [Reminder]
    package let renewals: [Renewal]
}

extension Renewals {
    /// Whose window is open or who lapsed and may still be reinstated, and those with something to look at; who ends first
    /// comes first.
    package func list(_ filter: RenewalFilter = RenewalFilter(), by actor: Actor) async throws -> [RenewalStanding] {
        try actor.require(.propose)
        return try await store.snapshot { connection in
            let ids = try connection.renewable(filter.program)
            return try connection.renewalStandings(of: ids)
                .filter { standing in
                    if filter.isToReview { return standing.waitingCredits > 0 }
                    return switch standing.phase {
                    case .open, .grace, .lapsed: true
                    case .suspended, .early: standing.waitingCredits > 0
                    case .notRenewable, .over, .ended, .erased: false
                    }
                }
                .sorted {
                    ($0.certificate.validUntil ?? .distantFuture) < ($1.certificate.validUntil ?? .distantFuture)
                }
        }
    }

    /// - Throws: `certificate-unknown`, `certificate-mistyped`.
    package func show(_ input: String, by actor: Actor) async throws -> RenewalStory {
        try actor.require(.propose)
        let id = try await certificates.require(input).id
        return try await store.snapshot { try $0.renewalStory(of: id) }
    }
}

extension Connection {
    /// Certificates, by ID, that may be on the way to another term: those that end within the longest window or ended within
    /// the longest time for reinstatement, or of which something waits.
    func renewable(_ program: String?) throws -> [CertificateID] {
        let ids: [String] = try all(
            """
            SELECT certificate.id
            FROM certificate
            JOIN program_version ON program_version.id = certificate.program_version_id
            JOIN program ON program.id = program_version.program_id
            WHERE certificate.erased_at IS NULL
                AND certificate.state IN ('active', 'suspended')
                AND certificate.valid_until IS NOT NULL
                AND coalesce(program.code = \(program), true)
                AND renewal_rules(program_version.id) IS NOT NULL
                AND (
                    certificate.valid_until BETWEEN (SELECT registrar_clock()) - interval '132 months'
                        AND (SELECT registrar_clock()) + interval '400 days'
                    OR EXISTS (
                        SELECT
                        FROM renewal_credit AS credit
                        WHERE credit.certificate_id = certificate.id AND credit.term_ends = certificate.valid_until
                    )
                )
            ORDER BY certificate.id
            """
        )
        return ids.compactMap { CertificateID(rawValue: $0) }
    }

    func renewalStory(of id: CertificateID) throws -> RenewalStory {
        RenewalStory(
            standing: try renewalStanding(of: id),
            credits: try renewalCredits(of: id),
            payments: try all(
                """
                SELECT
                    payment.kind, payment.amount_minor, payment.currency, payment.reference, payment.value_date,
                    payment.at, staff.login AS staff, payload.body ->> 'reason' AS reason, payment.term_ends
                FROM renewal_payment AS payment
                LEFT JOIN staff ON staff.id = payment.staff_id
                LEFT JOIN payload ON payload.id = payment.payload_id
                WHERE payment.certificate_id = \(id.rawValue)
                ORDER BY payment.id
                """
            ),
            reminders: try all(
                """
                SELECT days_before, at, term_ends
                FROM renewal_reminder
                WHERE certificate_id = \(id.rawValue)
                ORDER BY term_ends, at
                """
            ),
            renewals: try renewals(of: id)
        )
    }

    func renewals(of id: CertificateID) throws -> [Renewal] {
        try all(
            """
            SELECT renewal.kind, renewal.at, renewal.version, renewal.term_ends, version.valid_until
            FROM renewal
            JOIN certificate_version AS version
                ON version.certificate_id = renewal.certificate_id AND version.number = renewal.version
            WHERE renewal.certificate_id = \(id.rawValue)
            ORDER BY renewal.version
            """
        )
    }
}
