import Credentials
import Foundation
package import Postgres

/// All that a holder's renewal page shows.
package struct RenewalPage: Sendable {
    package let standing: RenewalStanding
    /// Of the present term, oldest first.
    package let credits: [RenewalCredit]
    /// The latest new term; nil is that the first one runs.
    package let latest: Renewal?
    /// IANA zone of the institute.
    package let zone: String
    /// Today there.
    package let today: CalendarDate
}

extension LinkToken {
    package init(renewal number: Int) {
        self.init(.renew, EnrollmentID(rawValue: number))
    }
}

extension Renewals {
    /// Opens a holder's renewal page by the mailed link; looking changes nothing.
    ///
    /// - Throws: `link-unknown` for a mistyped token, as for one never issued; `certificate-erased`.
    package func open(link text: String) async throws -> RenewalPage {
        let number = try certificateNumber(link: text)
        return try await store.snapshot { connection in
            try connection.renewalPage(of: connection.certificate(numbered: number))
        }
    }

    /// Whose page a link opens.
    ///
    /// - Throws: `link-unknown`.
    package func certificateNumber(link text: String) throws -> Int {
        guard let token = LinkToken(text, sealedWith: secrets.links), token.purpose == .renew else {
            throw Refusal.renewalLinkUnknown
        }
        return token.enrollment.rawValue
    }

    /// Mails holders the link of their renewal page.
    ///
    /// - Throws: `certificate-unknown`, and what bringing something would.
    package func invite(_ input: String, isRehearsal: Bool = false, by actor: Actor) async throws -> RenewalStanding {
        try actor.require(.propose)
        let id = try await certificates.require(input).id
        return try await store.write { connection in
            let standing = try connection.renewalStanding(of: id)
            try standing.requireOpenToCredits()
            guard !isRehearsal else { return standing }
            try connection.enqueue(RenewalLetter.Kind.page, about: [id])
            try connection.audit("renewal.invite", "certificate", standing.number, by: actor)
            return standing
        }
    }
}

extension Refusal {
    fileprivate static let renewalLinkUnknown = Refusal.notFound(
        "link-unknown",
        "This link is not known here. Open it from the mail again, or copy the whole of it."
    )
}

extension Connection {
    func certificate(numbered number: Int) throws -> CertificateID {
        let id: String? = try first("SELECT id FROM certificate WHERE number = \(number)")
        guard let id = id.flatMap({ CertificateID(rawValue: $0) }) else { throw Refusal.renewalLinkUnknown }
        return id
    }

    func renewalPage(of id: CertificateID) throws -> RenewalPage {
        struct Day: Decodable {
            let zone: String
            let today: CalendarDate
        }
        let standing = try renewalStanding(of: id)
        guard standing.phase != .erased else { throw Refusal.erased(standing.certificate) }
        let day: Day = try one(
            """
            SELECT coalesce(min(time_zone), 'UTC') AS zone,
                (registrar_clock() AT TIME ZONE coalesce(min(time_zone), 'UTC'))::date AS today
            FROM institute
            """
        )
        return RenewalPage(
            standing: standing,
            credits: try renewalCredits(of: id).filter { $0.termEnds == standing.certificate.validUntil },
            latest: try renewals(of: id).last,
            zone: day.zone,
            today: day.today
        )
    }
}
