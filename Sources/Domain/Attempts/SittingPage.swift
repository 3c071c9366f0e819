package import Foundation
import Postgres

/// One question as its candidate sees it. It holds words of an item, and goes to the sitting's page and nowhere else.
package struct SittingPage: Sendable {
    package struct Option: Sendable {
        /// As shown: A, B, C …
        package let letter: String
        package let words: String
        package let isChosen: Bool
    }

    /// Where one question stands, in the order shown.
    package struct Mark: Sendable {
        package let isAnswered: Bool
        package let isFlagged: Bool
    }

    package let attempt: AttemptID
    package let exam: String
    package let candidate: CandidateNumber
    /// From 1, in the order shown to this candidate.
    package let question: Int
    package let stem: String
    package let options: [Option]
    package let marks: [Mark]
    package let endsAt: Date
    package let now: Date
    /// The last answer of the attempt when the page was made: a later one came from elsewhere.
    package let seen: Int
    package let zone: String

    package var isFlagged: Bool { marks[question - 1].isFlagged }
    package var isAnswered: Bool { marks[question - 1].isAnswered }
    /// Questions without an answer, from 1.
    package var blanks: [Int] { marks.indices.filter { !marks[$0].isAnswered }.map { $0 + 1 } }
}

/// Where a sitting stands, without a word of an item.
package struct SittingState: Sendable {
    package let attempt: AttemptID
    package let exam: String
    package let marks: [SittingPage.Mark]
    package let endsAt: Date
    package let now: Date
    package let zone: String

    package var blanks: [Int] { marks.indices.filter { !marks[$0].isAnswered }.map { $0 + 1 } }
    /// Where a sitting goes on: the first question without an answer, or the last one.
    package var goesOn: Int { blanks.first ?? marks.count }
}

extension Attempts {
    /// A question of the open sitting; nil where none is open in time, or there is no such question.
    package func page(link: String, requirement: String, question: Int) async throws -> SittingPage? {
        let claim = try claim(behind: link)
        return try await store.write { connection in
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            guard candidacy.hasSeat, let attempt = try connection.latestAttempt(of: claim, at: candidacy.requirement),
                attempt.isOpen, (1...attempt.items).contains(question)
            else { return nil }
            return try connection.page(attempt, candidacy, question)
        }
    }

    /// The open sitting; nil where none is open in time.
    package func sitting(link: String, requirement: String) async throws -> SittingState? {
        let claim = try claim(behind: link)
        return try await store.read { connection in
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            guard candidacy.hasSeat, let attempt = try connection.latestAttempt(of: claim, at: candidacy.requirement),
                attempt.isOpen
            else {
                return nil
            }
            return SittingState(
                attempt: attempt.id,
                exam: candidacy.examName,
                marks: try connection.given(attempt).marks(attempt),
                endsAt: attempt.endsAt,
                now: attempt.now,
                zone: candidacy.zone
            )
        }
    }
}

/// The last answer at a position, in the order of the file.
struct Given: Decodable {
    let id: Int
    let position: Int
    let option: Int?
    let isFlagged: Bool
}

extension [Given] {
    /// In the order shown.
    fileprivate func marks(_ attempt: Attempt) -> [SittingPage.Mark] {
        let byPosition = Dictionary(uniqueKeysWithValues: map { ($0.position, $0) })
        return Shuffle(seed: attempt.shuffle).items(attempt.items).map { position in
            let given = byPosition[position]
            return SittingPage.Mark(isAnswered: given?.option != nil, isFlagged: given?.isFlagged ?? false)
        }
    }
}

extension Connection {
    func given(_ attempt: Attempt) throws -> [Given] {
        try all(
            """
            SELECT DISTINCT ON (position) id, position, option, is_flagged
            FROM answer
            WHERE attempt_id = \(attempt.id) AND NOT is_late
            ORDER BY position, id DESC
            """
        )
    }

    fileprivate func page(_ attempt: Attempt, _ candidacy: Candidacy, _ question: Int) throws -> SittingPage? {
        struct Words: Decodable {
            let stem: String
            let options: [String]
        }
        let shuffle = Shuffle(seed: attempt.shuffle)
        let position = shuffle.items(attempt.items)[question - 1]
        let words: Words? = try first(
            "SELECT stem, options FROM sitting_text(\(attempt.id), ARRAY[\(position)::integer])"
        )
        guard let words else { return nil }
        let given = try given(attempt)
        let chosen = given.first { $0.position == position }?.option
        let order = shuffle.options(words.options.count, at: position)
        return SittingPage(
            attempt: attempt.id,
            exam: candidacy.examName,
            candidate: try candidateNumber(of: candidacy.claim),
            question: question,
            stem: words.stem,
            options: order.enumerated().map { index, option in
                SittingPage.Option(
                    letter: ExamReading.letter(index),
                    words: words.options[option - 1],
                    isChosen: option == chosen
                )
            },
            marks: given.marks(attempt),
            endsAt: attempt.endsAt,
            now: attempt.now,
            seen: given.map(\.id).max() ?? 0,
            zone: candidacy.zone
        )
    }
}
