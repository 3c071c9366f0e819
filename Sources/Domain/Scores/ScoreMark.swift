import Crypto
import Foundation
import Postgres
import Psychometrics

/// What one attempt comes to by one form's keys.
struct ScoreMark: Equatable {
    let raw: Int
    let items: Int
    let cut: Int
    /// As it is shown, rounded down.
    let scaled: Int
    let passed: Bool
    let areas: [AreaBand]
    let answersDigest: Data
    let keysDigest: Data

    /// - Parameter answers: By position, from 1; a position that is missing is blank.
    init(_ answers: [Int: Int], by form: KeyedForm) throws {
        let chosen = form.entries.map { answers[$0.position] }
        let result = try WrittenResult(
            answers: chosen.map { $0.map { UInt8($0 - 1) } },
            form: form.form,
            cut: form.cut
        )
        raw = result.raw
        items = result.cut.items
        cut = result.cut.raw
        scaled = result.scaled.shown
        passed = result.passed
        areas = result.areas.map(AreaBand.init)
        let lines = zip(form.entries, chosen).map { "\($0.position) \($1.map(String.init) ?? "-")" }
        answersDigest = Data(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
        keysDigest = form.keysDigest
    }
}

extension Connection {
    /// The answers that count, by attempt and position: of those in time the last at each; a blank is left out.
    func countedAnswers(of attempts: [AttemptID]) throws -> [AttemptID: [Int: Int]] {
        struct Answer: Decodable {
            let attemptId: AttemptID
            let position: Int
            let option: Int?
        }
        var answers: [AttemptID: [Int: Int]] = [:]
        let found: [Answer] = try all(
            """
            SELECT DISTINCT ON (attempt_id, position) attempt_id, position, option
            FROM answer
            WHERE attempt_id = ANY(\(attempts)) AND NOT is_late
            ORDER BY attempt_id, position, id DESC
            """
        )
        for answer in found { answers[answer.attemptId, default: [:]][answer.position] = answer.option }
        return answers
    }
}
