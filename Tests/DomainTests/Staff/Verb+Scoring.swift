import Domain

extension Verb {
    /// Scores, rescores and analyses.
    static let scoring: [Verb] = [
        Verb("scores.results", [.examiner]) { registrar, actor, scene in
            _ = try await registrar.scores.results(of: scene.cohort, by: actor)
        },
        Verb("scores.planRescore", [.examiner]) { registrar, actor, _ in
            let request = try RescoreRequest(form: "A", keys: ["I-01=B"], reason: "x")
            _ = try await registrar.scores.planRescore(request, by: actor)
        },
        Verb("scores.rescorePlan", [.examiner, .decider]) { registrar, actor, _ in
            _ = try await registrar.scores.rescorePlan(RescoreID(rawValue: 1), by: actor)
        },
        Verb("scores.applyRescore", [.decider]) { registrar, actor, _ in
            _ = try await registrar.scores.applyRescore(form: "A", hash: "", by: actor)
        },
        Verb("scores.analyze", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.scores.analyze(form: "A", by: actor)
        },
        Verb("scores.analyzePractical", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.scores.analyzePractical("P", by: actor)
        },
    ]
}
