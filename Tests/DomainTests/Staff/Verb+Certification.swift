import Credentials
import Domain
import Foundation
import Testing

extension Verb {
    /// Decisions, certificates and keys; people and mail.
    static let certification: [Verb] = [
        Verb("decisions.candidates", proposers) { registrar, actor, scene in
            _ = try await registrar.decisions.candidates(code: scene.cohort, by: actor)
        },
        Verb("decisions.story", proposers) { registrar, actor, scene in
            _ = try await registrar.decisions.story(of: scene.mine, by: actor)
        },
        Verb("decisions.propose", proposers) { registrar, actor, scene in
            _ = try await registrar.decisions.plan(DecisionRequest(.proposed, cohort: scene.cohort), by: actor)
        },
        Verb("decisions.grant", [.decider]) { registrar, actor, scene in
            let request = try DecisionRequest(.granted, cohort: scene.cohort, reason: "x")
            _ = try await registrar.decisions.apply(request, hash: "", by: actor)
        },
        Verb("certificates.issue", proposers) { registrar, actor, _ in
            _ = try await registrar.certificates.planIssue(.all, by: actor)
        },
        Verb("certificates.planImport", [.owner]) { registrar, actor, _ in
            _ = try await registrar.certificates.planImport(.init(name: "o.csv", octets: .init()), by: actor)
        },
        Verb("certificates.applyImport", [.owner]) { registrar, actor, _ in
            _ = try await registrar.certificates.applyImport(.init(name: "o.csv", octets: .init()), hash: "", by: actor)
        },
        Verb("people.mergeProposals", office) { registrar, actor, _ in
            _ = try await registrar.people.mergeProposals(by: actor)
        },
        Verb("register.list", office) { registrar, actor, _ in _ = try await registrar.register.list(by: actor) },
        Verb("register.planInvite", office) { registrar, actor, _ in
            _ = try await registrar.register.planInvite(.allActive, by: actor)
        },
        Verb("register.invite", office) { registrar, actor, _ in
            _ = try await registrar.register.invite(.allActive, hash: "", by: actor)
        },
        Verb("certificates.lookUp", everyone) { registrar, _, _ in
            _ = try await registrar.certificates.lookUp("MES-7K3M9-QRT2W-R")
        },
        Verb("certificates.lookUps", proposers) { desk, me, _ in _ = try await desk.certificates.lookUps(by: me) },
        Verb("certificates.story", proposers) { registrar, actor, _ in
            _ = try await registrar.certificates.story(of: "MES-7K3M9-QRT2W-R", by: actor)
        },
        Verb("certificates.change", [.decider]) { registrar, actor, _ in
            _ = try await registrar.certificates.change(
                "MES-7K3M9-QRT2W-R",
                .revoke,
                because: StaffReason(.other, "x"),
                by: actor
            )
        },
        Verb("certificates.correct", [.decider]) { registrar, actor, _ in
            _ = try await registrar.certificates.correct(
                "MES-7K3M9-QRT2W-R",
                name: "X",
                because: StaffReason(.other, "x"),
                by: actor
            )
        },
        Verb("keys.list", [.owner]) { registrar, actor, _ in _ = try await registrar.keys.list(by: actor) },
        Verb("keys.create", [.owner]) { registrar, actor, _ in _ = try await registrar.keys.create(by: actor) },
        Verb("keys.retire", [.owner]) { registrar, actor, _ in
            _ = try await registrar.keys.retire(#require(KeyName(rawValue: "none")), by: actor)
        },
        Verb("reissues.plan", [.owner]) { registrar, actor, _ in
            _ = try await registrar.reissues.plan(#require(KeyName(rawValue: "none")), by: actor)
        },
        Verb("reissues.compromise", [.owner]) { registrar, actor, _ in
            let name = try #require(KeyName(rawValue: "none"))
            _ = try await registrar.reissues.compromise(name, because: "x", hash: "", by: actor)
        },
        Verb("reissues.goOn", [.owner]) { registrar, actor, _ in _ = try await registrar.reissues.goOn(by: actor) },
        Verb("people.show", office) { registrar, actor, _ in
            _ = try await registrar.people.show(PersonKey(typed: "mine@example.org"), by: actor)
        },
        Verb("people.planErasure", [.owner]) { registrar, actor, _ in
            _ = try await registrar.people.planErasure(of: PersonKey(typed: "mine@example.org"), by: actor)
        },
        Verb("people.erase", [.owner]) { registrar, actor, _ in
            _ = try await registrar.people.erase(PersonKey(typed: "mine@example.org"), hash: "", by: actor)
        },
        Verb("jobs.list", office) { registrar, actor, _ in _ = try await registrar.jobs.list(by: actor) },
        Verb("jobs.show", office) { registrar, actor, _ in
            _ = try await registrar.jobs.show(JobID(rawValue: 1), by: actor)
        },
        Verb("jobs.retry", office) { registrar, actor, _ in
            _ = try await registrar.jobs.retry(JobID(rawValue: 1), by: actor)
        },
        Verb("jobs.retryDead", office) { registrar, actor, _ in
            _ = try await registrar.jobs.retryDead(dryRun: false, by: actor)
        },
        Verb("jobs.count", office) { registrar, actor, _ in _ = try await registrar.jobs.count(by: actor) },
    ]
}
