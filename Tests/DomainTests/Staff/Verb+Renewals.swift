import Domain
import Foundation
import Testing

extension Verb {
    /// What renewals take, and the new terms themselves.
    static let renewals: [Verb] = [
        Verb("renewals.list", proposers) { registrar, actor, _ in _ = try await registrar.renewals.list(by: actor) },
        Verb("renewals.show", proposers) { registrar, actor, _ in
            _ = try await registrar.renewals.show("MES-7K3M9-QRT2W-R", by: actor)
        },
        Verb("renewals.record", proposers) { registrar, actor, _ in
            let draft = try CreditDraft(kind: "coursework", title: "x", minutes: "1", doneOn: "2026-01-01") {
                try EvidenceFile(name: "x", octets: Data("x".utf8))
            }
            _ = try await registrar.renewals.record(draft, of: "MES-7K3M9-QRT2W-R", by: actor)
        },
        Verb("renewals.review", proposers) { registrar, actor, _ in
            let verdict = try CreditVerdict(isAccepted: true, reason: nil)
            _ = try await registrar.renewals.review(RenewalCreditID(rawValue: 1), verdict, by: actor)
        },
        Verb("renewals.fetch", proposers) { registrar, actor, _ in
            _ = try await registrar.renewals.fetch(RenewalCreditID(rawValue: 1), by: actor)
        },
        Verb("renewals.invite", proposers) { registrar, actor, _ in
            _ = try await registrar.renewals.invite("MES-7K3M9-QRT2W-R", by: actor)
        },
        Verb("renewals.pay", office) { registrar, actor, _ in
            let payment = try RenewalPayment(.received, of: 1, "USD", reference: "x")
            _ = try await registrar.renewals.pay(payment, for: "MES-7K3M9-QRT2W-R", by: actor)
        },
        Verb("renewals.plan", proposers) { registrar, actor, _ in
            _ = try await registrar.renewals.planRenewal(.due(program: nil), by: actor)
        },
        Verb("renewals.renew", proposers) { registrar, actor, _ in
            _ = try await registrar.renewals.renew(hash: "", by: actor)
        },
        Verb("renewals.reinstate", [.decider]) { registrar, actor, _ in
            _ = try await registrar.renewals.reinstate(
                "MES-7K3M9-QRT2W-R",
                because: StaffReason(.other, "x"),
                by: actor
            )
        },
    ]
}
