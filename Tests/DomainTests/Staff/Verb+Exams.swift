import Domain
import Foundation
import Postgres

extension Verb {
    /// Items, forms, more time, and paper.
    static let exams: [Verb] = [
        Verb("exams.list", [.examiner]) { registrar, actor, _ in _ = try await registrar.exams.list(by: actor) },
        Verb("exams.show", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.exams.show(code: "X", by: actor)
        },
        Verb("exams.plan", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.exams.plan([], by: actor)
        },
        Verb("exams.apply", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.exams.apply([], hash: "", by: actor)
        },
        Verb("attempts.accommodate", [.examiner]) { registrar, actor, _ in
            try await registrar.attempts.accommodate(
                CandidateNumber(rawValue: 1_234_567),
                percent: 150,
                reason: "x",
                by: actor
            )
        },
        Verb("attempts.planPaper", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.attempts.planPaper(paper, by: actor)
        },
        Verb("attempts.applyPaper", [.examiner]) { registrar, actor, _ in
            _ = try await registrar.attempts.applyPaper(paper, hash: "", by: actor)
        },
    ]

    private static let paper = PaperRequest(
        .init(name: "a.csv", octets: Data()),
        exam: "X",
        form: "A",
        day: CalendarDate(year: 2026, month: 11, day: 20)
    )
}
