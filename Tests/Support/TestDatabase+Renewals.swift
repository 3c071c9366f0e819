package import Credentials
package import Domain
package import Foundation

extension TestDatabase {
    /// Moves the product's clock to a moment.
    package func moveClock(to moment: Date) async throws {
        let ahead = moment.timeIntervalSince(try await registrar.keys.now().date)
        try await shiftClock(by: .milliseconds(Int((ahead * 1_000).rounded(.up))))
    }

    /// Moves the product's clock to so many days before the end of a certificate's term; below 0 is after it.
    package func moveClock(daysBefore days: Double, endOf id: CertificateID) async throws {
        let certificate = try await registrar.certificates.require(id.printed())
        guard let end = certificate.validUntil else { throw Unexpected() }
        try await moveClock(to: end.addingTimeInterval(-days * 86_400))
    }

    /// A day by the product's clock, as the institute's wall shows it.
    package func wallDay(plus days: Double = 0) async throws -> String {
        let day = try await registrar.keys.now().date.addingTimeInterval(days * 86_400)
        let zone = try await TimeZone(identifier: registrar.institute.current().timeZone) ?? .gmt
        return day.formatted(Date.ISO8601FormatStyle(timeZone: zone).year().month().day())
    }

    /// Something towards renewal as a holder types it, done today, with a file of its own.
    package func draft(
        _ kind: String = "observation",
        minutes: String = "300",
        title: String = "Knee clinic",
        doneOn: String? = nil,
        supervisor: String = "Bo Diaz",
        licenseType: String = "RPT",
        licenseNumber: String = "TX-1234",
        file: String? = nil
    ) async throws -> CreditDraft {
        let today = try await wallDay()
        let words = file ?? "Log number \(nextNumber())."
        return try CreditDraft(
            kind: kind,
            title: title,
            minutes: minutes,
            doneOn: doneOn ?? today,
            supervisor: supervisor,
            licenseType: licenseType,
            licenseNumber: licenseNumber
        ) {
            try EvidenceFile(name: "log.txt", octets: Data(words.utf8))
        }
    }

    /// Brings something for a holder, which somebody else accepts.
    @discardableResult
    package func earn(_ certificate: CertificateID, minutes: Int = 300, _ kind: String = "observation") async throws
        -> RenewalCredit
    {
        let credit = try await registrar.renewals.record(
            draft(kind, minutes: "\(minutes)"),
            of: certificate.printed(),
            by: staff(.registrar)
        )
        return try await registrar.renewals.review(
            credit.id,
            CreditVerdict(isAccepted: true, reason: nil),
            by: staff(.registrar)
        )
    }

    @discardableResult
    package func pay(_ certificate: CertificateID, _ amountMinor: Int = 5_000) async throws -> RenewalStanding {
        try await registrar.renewals.pay(
            RenewalPayment(.received, of: amountMinor, "USD", reference: "BANK \(nextNumber())"),
            for: certificate.printed(),
            by: staff(.registrar)
        )
    }

    /// Renews a certificate, plan and application in one go.
    @discardableResult
    package func renew(_ certificate: CertificateID) async throws -> Certificate {
        let actor = try await staff(.registrar)
        let plan = try await registrar.renewals.planRenewal(.these([certificate.printed()]), by: actor)
        _ = try await registrar.renewals.renew(hash: plan.hash, by: actor)
        return try await registrar.certificates.require(certificate.printed())
    }

    /// The link of a holder's renewal page.
    package func renewalLink(of certificate: CertificateID) async throws -> String {
        let number = try await registrar.renewals.show(certificate.printed(), by: .system).standing.number
        return LinkToken(renewal: number).text(sealedWith: Self.secrets.links)
    }

    /// The kinds of mail that were queued about a certificate, in order.
    package func mailKinds(about certificate: CertificateID) async throws -> [String] {
        try await registrar.jobs.list(limit: 1_000, by: .system)
            .filter { $0.certificateId == certificate }
            .sorted { $0.id < $1.id }
            .map(\.kind)
    }
}
