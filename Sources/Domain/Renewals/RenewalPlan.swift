import Credentials
package import Foundation

/// One line of a plan to renew: what becomes of one certificate.
package struct RenewalOutcome: PlannedOutcome {
    package enum Fate: Codable, Hashable, Sendable {
        case renewed(until: Date)
        /// Stays as it is, by the code of the refusal.
        case stays(String)
    }

    /// As printed.
    package let certificate: String
    package let fate: Fate

    package var subject: String { "certificate \(certificate)" }

    package var words: String {
        switch fate {
        case .renewed(let until): "renewed until \(until.formatted(.iso8601))"
        case .stays(let code): "stays as it is (\(code))"
        }
    }

    package var until: Date? { if case .renewed(let until) = fate { until } else { nil } }
}

/// Which certificates a plan to renew is of.
package enum RenewalScope: Sendable {
    /// By ID, in any spelling.
    case these([String])
    /// All whose window is open, of one program or of every one.
    case due(program: String?)
}

/// What renewing does, or did, as staff read it.
package struct RenewalPlan: Sendable {
    package struct Line: Sendable {
        package let outcome: RenewalOutcome
        /// nil once its holder was erased.
        package let holder: String?
        package let credential: String
        package let endsAt: Date?
        /// Why it stays as it is.
        package let why: String?
    }

    package let hash: String
    package let isApplied: Bool
    package let lines: [Line]
    /// How many this application renewed; others were by then.
    package let renewed: Int

    package var ready: Int { lines.count { $0.outcome.until != nil } }
}

extension RenewalPlan.Line {
    init(_ standing: RenewalStanding) {
        let refusal = standing.refusal
        let certificate = standing.certificate
        outcome = RenewalOutcome(
            certificate: certificate.printedID,
            fate: standing.renewedUntil.flatMap { until in refusal == nil ? .renewed(until: until) : nil }
                ?? .stays(refusal?.code ?? "not-renewable")
        )
        holder = certificate.name
        credential = certificate.title
        endsAt = certificate.validUntil
        why = refusal?.message
    }
}
