import Postgres
import Testing

@testable import Domain

extension Verb {
    private static let arrangers: Set<Who> = [.owner, .registrar, .examiner]
    private static let nobody = CandidateNumber(rawValue: 1_000_000)

    /// Practicals and their ratings; overrides and appeals.
    static let practical: [Verb] = [
        Verb("practicals.plan", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.practicals.plan(Practicals.samples, by: actor)
        },
        Verb("practicals.apply", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.practicals.apply(Practicals.samples, hash: "", by: actor)
        },
        Verb("practicals.list", [.examiner]) { registrar, actor, _ in _ = try await registrar.practicals.list(by: actor)
        },
        Verb("practicals.show", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.practicals.show(code: "P", by: actor)
        },
        Verb("practicals.schedule", arrangers) { registrar, actor, scene in
            let day = CalendarDate(year: 2_099, month: 1, day: 1)
            _ = try await registrar.practicals.schedule(scene.mine, on: day, by: actor)
        },
        Verb("practicals.assign", arrangers) { registrar, actor, _ in
            _ = try await registrar.practicals.assign(["x"], to: nobody, by: actor)
        },
        Verb("practicals.move", arrangers) { registrar, actor, _ in
            let day = CalendarDate(year: 2_099, month: 1, day: 1)
            _ = try await registrar.practicals.move(nobody, to: day, reason: "x", by: actor)
        },
        Verb("practicals.cancel", arrangers) { registrar, actor, _ in
            _ = try await registrar.practicals.cancel(nobody, because: .institute, reason: "x", by: actor)
        },
        Verb("practicals.standings", arrangers) { registrar, actor, _ in
            _ = try await registrar.practicals.standings(by: actor)
        },
        Verb("practicals.rate", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.practicals.rate(nobody, RatingDraft(levels: [:]), by: actor)
        },
        Verb("practicals.open", everyone) { registrar, _, _ in _ = try await registrar.practicals.open(link: "x") },
        Verb("decisions.askOverride", [.decider]) { registrar, actor, scene in
            _ = try await registrar.decisions.askOverride(of: scene.mine, in: scene.cohort, reason: "x", by: actor)
        },
        Verb("decisions.agreeToOverride", [.decider]) { registrar, actor, scene in
            _ = try await registrar.decisions.agreeToOverride(of: scene.mine, in: scene.cohort, by: actor)
        },
        Verb("decisions.appeals", proposers) { registrar, actor, _ in
            _ = try await registrar.decisions.appeals(open: true, by: actor)
        },
        Verb("decisions.fileAppeal", proposers.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.decisions.fileAppeal(of: scene.mine, words: "x", by: actor)
        },
        Verb("decisions.fileAppeal of another", proposers) { registrar, actor, scene in
            _ = try await registrar.decisions.fileAppeal(of: scene.theirs, words: "x", by: actor)
        },
        Verb("decisions.decideAppeal", [.decider]) { registrar, actor, scene in
            _ = try await registrar.decisions.decideAppeal(of: scene.mine, upheld: true, reason: "x", by: actor)
        },
        Verb("decisions.withdrawAppeal", proposers) { registrar, actor, scene in
            _ = try await registrar.decisions.withdrawAppeal(of: scene.mine, reason: "By mail.", by: actor)
        },
    ]
}
