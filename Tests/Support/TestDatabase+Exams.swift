package import Domain
import Foundation
import Postgres

/// Somebody who may sit the exam of their program.
package struct Examinee: Sendable {
    package let claim: EnrollmentID
    /// To their own page, as it is mailed.
    package let link: String
}

extension TestDatabase {
    /// The written exam of MES, as a requirement.
    package static let requirement = "written-exam"

    /// A small exam in YAML: items of four options in two areas, of each the right one in turn, on a form that 3 points pass.
    ///
    /// - Parameter word: Stands in every stem, option and form of words.
    package static func exam(
        _ code: String = "MINI",
        items: Int = 5,
        minutes: Int = 30,
        cut: String = "{method: set, value: 3, words: A decision of the board}",
        word: String = "plain"
    ) -> String {
        let bank = (1...items).map { number in
            let key = ["A", "B", "C", "D"][(number - 1) % 4]
            return """
                  - code: I-\(number)
                    area: \(number % 2 == 1 ? "Odd" : "Even")
                    stem: Stem \(number) \(word)
                    options: {A: first \(word), B: second \(word), C: third \(word), D: fourth \(word)}
                    key: \(key)
                """
        }
        let codes = (1...items).map { "I-\($0)" }.joined(separator: ", ")
        return """
            code: \(code)
            name: Exam \(code)
            items:
            \(bank.joined(separator: "\n"))
            forms:
              - code: A
                minutes: \(minutes)
                items: [\(codes)]
                cut: \(cut)
            """
    }

    @discardableResult
    package func importExam(_ text: String = exam()) async throws -> ExamImportPlan {
        let files = [ExamFile.Source(name: "exam.yaml", text: text)]
        let examiner = try await staff(.examiner)
        let plan = try await registrar.exams.plan(files, by: examiner)
        return try await registrar.exams.apply(files, hash: plan.plan.hash, by: examiner)
    }

    /// People who attended a workshop whose program asks for the exam, and for nothing before it.
    ///
    /// - Parameter retakes: The policy, in JSON; nil is none.
    package func examinees(
        _ names: [String] = ["Ada Lovelace"],
        exam: String = "MINI",
        retakes: String? = nil
    ) async throws -> [Examinee] {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        let policy = retakes.map { ", \"retakes\": \($0)" } ?? ""
        let detail = "{\"exam\": \"\(exam)\", \"after\": []\(policy)}"
        // A version under which a cohort opened already is changed past its trigger.
        _ = try await owner.write { connection in
            try connection.execute("ALTER TABLE requirement DISABLE TRIGGER frozen_version_never_changes")
            try connection.execute(
                """
                UPDATE requirement
                SET detail = \(detail)::text::jsonb
                WHERE code = \(Self.requirement)
                """
            )
            try connection.execute("ALTER TABLE requirement ENABLE TRIGGER frozen_version_never_changes")
        }
        return try await completedCohort(names).claims.map { claim in
            Examinee(claim: claim, link: LinkToken(.progress, claim).text(sealedWith: Self.secrets.links))
        }
    }

    /// Answers every question of an open sitting, right or wrong by the words that only a test's exam has.
    package func answerAll(_ attempt: Attempt, _ link: String, rightly: Bool = true) async throws {
        let first = try await registrar.attempts.page(link: link, requirement: Self.requirement, question: 1)
        for question in 1...(first?.marks.count ?? 0) {
            let page = try await registrar.attempts.page(link: link, requirement: Self.requirement, question: question)
            guard let page, let number = Int(page.stem.split(separator: " ")[1]) else { throw Unexpected() }
            let right = ["first", "second", "third", "fourth"][(number - 1) % 4]
            guard let option = page.options.first(where: { $0.words.hasPrefix(right) == rightly }) else {
                throw Unexpected()
            }
            let given = AnswerGiven(attempt: attempt.id, question: question, letter: option.letter, seen: page.seen)
            _ = try await registrar.attempts.answer(given, link: link, requirement: Self.requirement)
        }
    }

    /// A whole try: begun, answered and handed in.
    @discardableResult
    package func sit(_ link: String, rightly: Bool = true) async throws -> Attempt {
        let attempt = try await registrar.attempts.begin(link: link, requirement: Self.requirement)
        try await answerAll(attempt, link, rightly: rightly)
        return try await registrar.attempts.submit(link: link, requirement: Self.requirement)
    }
}
