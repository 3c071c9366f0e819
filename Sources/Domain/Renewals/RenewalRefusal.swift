import Foundation

extension Refusal {
    static func notRenewable(_ certificate: Certificate) -> Refusal {
        .conflict(
            "not-renewable",
            certificate.validUntil == nil
                ? "\(certificate.printedID) has no end, so there is nothing to renew."
                : "\(certificate.programCode) says nothing of renewal; give it a version with the key “renewal” first."
        )
    }

    static func renewedAlready(_ id: String, until: Date) -> Refusal {
        .conflict(
            "renewed-already",
            "\(id) was renewed already, by this plan or at the same time; it holds until \(until.formatted(.iso8601))."
        )
    }

    static func ended(_ certificate: Certificate) -> Refusal {
        .conflict(
            "certificate-ended",
            """
            \(certificate.printedID) was \(certificate.state.rawValue), which is final. A new decision is needed for a new \
            certificate.
            """
        )
    }

    static func erased(_ certificate: Certificate) -> Refusal {
        .gone("certificate-erased", "The holder of \(certificate.printedID) was erased at their request.")
    }

    static func tooLate(_ certificate: Certificate, since: Date?) -> Refusal {
        .conflict(
            "new-certification-needed",
            """
            \(certificate.printedID) could be reinstated until \(since.words). That time is over: its holder is certified \
            anew, from the first module to a decision.
            """
        )
    }
}

extension RenewalStanding {
    /// Why it is not to be renewed now; nil where it is.
    package var refusal: Refusal? {
        switch phase {
        case .erased: return .erased(certificate)
        case .ended: return .ended(certificate)
        case .notRenewable: return .notRenewable(certificate)
        case .over: return .tooLate(certificate, since: lastChance)
        case .suspended:
            return .conflict(
                "certificate-suspended",
                "\(id) is suspended. Reinstate it first: `registrar certificate reinstate \(id)`."
            )
        case .early:
            return .conflict("renewal-too-early", "\(id) may be renewed from \(opens.words) on.")
        case .lapsed:
            return .conflict(
                "renewal-too-late",
                """
                \(id) could be renewed until \(graceEnds.words). Until \(lastChance.words) it may be reinstated: \
                `registrar certificate reinstate \(id)`.
                """
            )
        case .open, .grace: return incomplete
        }
    }

    /// Why it is not to be reinstated past its term now; nil where it is.
    var refusalToReinstate: Refusal? {
        switch phase {
        case .erased: return .erased(certificate)
        case .ended: return .ended(certificate)
        case .notRenewable: return .notRenewable(certificate)
        case .over: return .tooLate(certificate, since: lastChance)
        case .grace:
            return .conflict(
                "grace-runs",
                "\(id) is to be renewed as if in time until \(graceEnds.words): `registrar certificate renew \(id)`."
            )
        case .early, .open: return .conflict("active-already", "\(id) is active already.")
        case .suspended, .lapsed: return incomplete
        }
    }

    private var id: String { certificate.printedID }

    private var incomplete: Refusal? {
        guard let first = missing.first else { return nil }
        let waiting = waitingMinutes > 0 ? " \(waitingMinutes) minutes more wait for a look." : ""
        return .conflict(
            first.code,
            "Of \(id) \(missing.map(\.words).joined(separator: ", "))."
                + (missing.contains { $0.code == "hours-missing" } ? waiting : "")
        )
    }
}

extension Date? {
    fileprivate var words: String { map { $0.formatted(.iso8601) } ?? "then" }
}
