import Credentials
package import Foundation
import Postgres

/// Where one certificate stands on the way to its next term, as of now.
package struct RenewalStanding: Sendable {
    /// What the clock and its life let it be.
    package enum Phase: String, CaseIterable, Sendable {
        /// Without a term or without rules.
        case notRenewable = "not_renewable"
        /// The window has not opened.
        case early
        case open
        /// After the end, as if in time.
        case grace
        /// After the grace: reinstatement alone.
        case lapsed
        /// After the time for that, too.
        case over
        case suspended
        /// Revoked or surrendered.
        case ended
        case erased
    }

    /// One thing that is still to come.
    package enum Missing: Equatable, Sendable {
        case minutes(Int)
        case foundations
        /// In minor units.
        case fee(Int, String)
    }

    package let certificate: Certificate
    /// As its link names it.
    package let number: Int
    package let rules: RenewalRules?
    package let termBegins: Date?
    /// The window opens, and the last instants for renewal and for reinstatement.
    package let opens: Date?
    package let graceEnds: Date?
    package let lastChance: Date?
    /// The end of the next term, renewed in time or reinstated now.
    package let renewedUntil: Date?
    package let reinstatedUntil: Date?
    package let acceptedMinutes: Int
    /// Brought, and not looked at yet.
    package let waitingMinutes: Int
    package let waitingCredits: Int
    package let needsFoundations: Bool
    package let hasFoundations: Bool
    /// Received and waived for this term, less what went back.
    package let settledMinor: Int

    package var phase: Phase {
        let now = certificate.now
        if certificate.erasedAt != nil { return .erased }
        if certificate.state == .revoked || certificate.state == .surrendered { return .ended }
        guard rules != nil, let end = certificate.validUntil, let opens, let graceEnds, let lastChance else {
            return .notRenewable
        }
        if now >= lastChance { return .over }
        if certificate.state == .suspended { return .suspended }
        if now < opens { return .early }
        return now < end ? .open : now < graceEnds ? .grace : .lapsed
    }

    /// Whether the term is over so that only a reinstatement begins another.
    package var isToReinstate: Bool {
        phase == .lapsed || phase == .suspended && certificate.isPastTerm
    }

    /// What the next term costs as things stand now.
    package var feeMinor: Int {
        guard let rules else { return 0 }
        return isToReinstate ? rules.reinstatement?.feeMinor ?? rules.feeMinor : rules.feeMinor
    }

    package var dueMinor: Int { max(0, feeMinor - settledMinor) }

    package var missing: [Missing] {
        guard let rules else { return [] }
        var missing: [Missing] = []
        if acceptedMinutes < rules.minutes { missing.append(.minutes(rules.minutes - acceptedMinutes)) }
        if needsFoundations, !hasFoundations { missing.append(.foundations) }
        if dueMinor > 0 { missing.append(.fee(dueMinor, rules.currency)) }
        return missing
    }

    /// Whether something may be brought or paid towards it now.
    package var isOpenToCredits: Bool {
        switch phase {
        case .early, .open, .grace, .lapsed, .suspended: true
        case .notRenewable, .over, .ended, .erased: false
        }
    }
}

extension RenewalStanding.Missing {
    /// `120 minutes are missing`, for staff.
    package var words: String {
        switch self {
        case .minutes(let minutes): "\(minutes) minutes are missing"
        case .foundations: "the foundations course is missing"
        case .fee(let minor, let currency): "\(Currency.words(minor, currency)) are due"
        }
    }

    var code: String {
        switch self {
        case .minutes: "hours-missing"
        case .foundations: "foundations-missing"
        case .fee: "fee-unpaid"
        }
    }
}

extension Connection {
    /// By ID; certificates that are not here are left out.
    func renewalStandings(of ids: [CertificateID]) throws -> [RenewalStanding] {
        struct Row: Decodable {
            let certificateId: String
            let number: Int
            let rules: JSONB<RenewalRules>?
            let termBegins: Date?
            let opens: Date?
            let graceEnds: Date?
            let lastChance: Date?
            let renewedUntil: Date?
            let reinstatedUntil: Date?
            let acceptedMinutes: Int
            let waitingMinutes: Int
            let waitingCredits: Int
            let needsFoundations: Bool
            let hasFoundations: Bool
            let settledMinor: Int
        }
        let rows: [Row] = try all(
            """
            SELECT standing.*, certificate.number
            FROM renewal_standing(\(ids.map(\.rawValue))) AS standing
            JOIN certificate ON certificate.id = standing.certificate_id
            ORDER BY certificate.id
            """
        )
        let certificates = try certificates(ids)
        return rows.compactMap { row in
            guard let certificate = certificates[row.certificateId] else { return nil }
            return RenewalStanding(
                certificate: certificate,
                number: row.number,
                rules: row.rules?.value,
                termBegins: row.termBegins,
                opens: row.opens,
                graceEnds: row.graceEnds,
                lastChance: row.lastChance,
                renewedUntil: row.renewedUntil,
                reinstatedUntil: row.reinstatedUntil,
                acceptedMinutes: row.acceptedMinutes,
                waitingMinutes: row.waitingMinutes,
                waitingCredits: row.waitingCredits,
                needsFoundations: row.needsFoundations,
                hasFoundations: row.hasFoundations,
                settledMinor: row.settledMinor
            )
        }
    }

    func renewalStanding(of id: CertificateID) throws -> RenewalStanding {
        guard let standing = try renewalStandings(of: [id]).first else { throw Certificates.vanished(id) }
        return standing
    }

    private func certificates(_ ids: [CertificateID]) throws -> [String: Certificate] {
        let found: [Certificate] = try all("\(Certificate.query) WHERE certificate.id = ANY(\(ids.map(\.rawValue)))")
        return Dictionary(found.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
