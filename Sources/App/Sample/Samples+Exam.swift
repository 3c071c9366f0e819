import Domain

extension Samples {
    static let exam = "MES-WRITTEN"

    func hasExam() async throws -> Bool {
        try await service.exams.list(by: .system).contains { $0.code == Self.exam }
    }

    /// Items come from somebody with the examiner's role, who in samples is the first owner; without one there are none.
    func loadExam(by actor: Actor) async throws -> Step {
        guard try await !hasExam(), actor.staff != nil, actor.may(.examine) else {
            return Step(what: "exam", name: Self.exam, isNew: false)
        }
        let plan = try await service.exams.plan(Exams.samples, by: actor)
        _ = try await service.exams.apply(Exams.samples, hash: plan.plan.hash, by: actor)
        return Step(what: "exam", name: Self.exam, isNew: true)
    }
}
