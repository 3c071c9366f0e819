import Foundation
import Postgres

/// What a candidate says on the page of one question.
package struct AnswerGiven: Sendable {
    /// The attempt that the page was of.
    package let attempt: AttemptID
    /// From 1, in the order shown.
    package let question: Int
    /// The letter as shown; nil leaves the answer as it is.
    package let letter: String?
    /// Takes the answer back.
    package let clears: Bool
    package let isFlagged: Bool
    /// The last answer when the page was made.
    package let seen: Int

    package init(
        attempt: AttemptID,
        question: Int,
        letter: String?,
        clears: Bool = false,
        isFlagged: Bool = false,
        seen: Int = 0
    ) {
        self.attempt = attempt
        self.question = question
        self.letter = letter
        self.clears = clears
        self.isFlagged = isFlagged
        self.seen = seen
    }
}

/// What became of it.
package struct AnswerSaved: Equatable, Sendable {
    /// It came after the time was up, or after the try was handed in: it counts for nothing. As many as the form has questions
    /// are kept, and none beyond.
    package let isLate: Bool
    /// Something was saved from another window since the page was made; the last answer to each question counts.
    package let isShared: Bool
    /// The last answer now.
    package let seen: Int
    /// Of the attempt.
    package let questions: Int
}

extension Attempts {
    /// Saves an answer: what is acknowledged is in the database, and the database's clock says whether it is late.
    ///
    /// - Throws: `no-try`, and kind invalid for a question or an option that is not there.
    package func answer(_ given: AnswerGiven, link: String, requirement: String) async throws -> AnswerSaved {
        let claim = try claim(behind: link)
        let saved = try await store.write { connection in
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            try candidacy.requireSeat()
            guard let attempt = try connection.attempt(given.attempt), attempt.enrollmentId == claim,
                attempt.requirementId == candidacy.requirement, attempt.kind == .online
            else { throw Self.noTry }
            return try connection.save(given, attempt)
        }
        if saved.isLate {
            try await store.write { _ = try $0.end(given.attempt, early: false) }
        }
        return saved
    }
}

extension Connection {
    fileprivate func save(_ given: AnswerGiven, _ attempt: Attempt) throws -> AnswerSaved {
        struct Inserted: Decodable {
            let id: Int
            let isLate: Bool
        }
        guard (1...attempt.items).contains(given.question) else {
            throw Refusal.invalid("question", "There is no question \(given.question); they are 1 to \(attempt.items).")
        }
        let position = Shuffle(seed: attempt.shuffle).items(attempt.items)[given.question - 1]
        let before = try self.given(attempt)
        let last: Int = try one("SELECT coalesce(max(id), 0) FROM answer WHERE attempt_id = \(attempt.id)")
        let old = before.first { $0.position == position }
        let option = given.clears ? nil : try given.letter.map { try self.option($0, attempt, position) } ?? old?.option
        let isShared = last > given.seen
        guard option != old?.option || given.isFlagged != (old?.isFlagged ?? false) else {
            return AnswerSaved(isLate: !attempt.isOpen, isShared: isShared, seen: last, questions: attempt.items)
        }
        let inserted: Inserted
        do {
            inserted = try savepoint {
                try one(
                    """
                    INSERT INTO answer (attempt_id, position, option, is_flagged, is_late)
                    VALUES (\(attempt.id), \(position), \(option), \(given.isFlagged), false)
                    RETURNING id, is_late
                    """
                )
            }
        } catch let error as PostgresError where error.constraint == "late_answers_are_at_most_the_questions" {
            inserted = Inserted(id: last, isLate: true)
        }
        return AnswerSaved(isLate: inserted.isLate, isShared: isShared, seen: inserted.id, questions: attempt.items)
    }

    /// The option's number in the file, behind the letter that the candidate saw.
    private func option(_ letter: String, _ attempt: Attempt, _ position: Int) throws -> Int {
        let count: Int = try one(
            """
            SELECT item.options
            FROM form_item
            JOIN item ON item.id = form_item.item_id
            WHERE form_item.form_id = \(attempt.formId) AND form_item.position = \(position)
            """
        )
        let order = Shuffle(seed: attempt.shuffle).options(count, at: position)
        guard let index = order.indices.first(where: { ExamReading.letter($0) == letter }) else {
            throw Refusal.invalid("answer", "The answer is a letter from A to \(ExamReading.letter(count - 1)).")
        }
        return order[index]
    }
}
