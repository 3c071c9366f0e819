import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The first score of an attempt", .database)
struct ScoringTests {
    let here = TestDatabase.current

    struct Row: Decodable, Equatable {
        let number: Int
        let raw: Int
        let items: Int
        let cut: Int
        let scaled: Int
        let passed: Bool
        let areas: JSONB<[AreaBand]>
    }

    private func scores(of attempt: AttemptID) async throws -> [Row] {
        try await here.service.read {
            try $0.all(
                """
                SELECT number, raw, items, cut, scaled, passed, areas
                FROM score
                WHERE attempt_id = \(attempt)
                ORDER BY number
                """
            )
        }
    }

    private func one(_ answers: [Int?], pretest: Set<Int> = []) async throws -> AttemptID {
        let form = try await here.sampleForm(keys: [1, 2, 3, 4, 1, 2], cut: 4, pretest: pretest)
        let (_, claims) = try await here.completedCohort()
        return try await here.sitAndScore(form, claims[0], answers)
    }

    @Test("is raw on whole numbers, scaled rounded down, and passes from ⌈cut⌉ on; who passes gets no bands")
    func passed() async throws {
        let attempt = try await one([1, 2, 3, 4, 2, nil])
        #expect(
            try await scores(of: attempt)
                == [Row(number: 1, raw: 4, items: 6, cut: 4, scaled: 500, passed: true, areas: JSONB([]))]
        )
    }

    @Test("below the cut it keeps a band for each content area, in the order of the form; a blank is wrong")
    func failed() async throws {
        let row = try #require(try await scores(of: one([1, 1, 3, 1, 1, nil])).first)
        #expect(row.raw == 3 && !row.passed && row.scaled == 425)
        #expect(row.areas.value.map(\.area) == ["Referral", "Screening"])
        #expect(row.areas.value.map(\.raw) == [3, 0] && row.areas.value.map(\.items) == [3, 3])
        #expect(row.areas.value.map(\.band) == [.near, .below])
    }

    @Test("a pretest item counts in no score")
    func pretest() async throws {
        let row = try #require(try await scores(of: one([1, 2, 3, 4, 1, 2], pretest: [4, 5])).first)
        #expect(row.raw == 4 && row.items == 4 && row.scaled == 800)
    }

    @Test("the last answer in time counts at each place; one taken back is blank, and one after the end is late")
    func lastAnswer() async throws {
        let form = try await here.sampleForm(keys: [1, 2, 3], cut: 1)
        let (_, claims) = try await here.completedCohort()
        let attempt = try await here.sit(form, claims[0], [1, 2, 1])
        // After it was handed in; kept, and not scored.
        try await here.force("INSERT INTO answer (attempt_id, position, option) VALUES (\(attempt), 3, 3)")
        try await here.service.write { try $0.score(attempt) }
        #expect(try await scores(of: attempt).map(\.raw) == [2])
        let other = try await here.sit(try await here.sampleForm(keys: [1, 2, 3], cut: 1), claims[0], [], number: 2)
        try await here.force("ALTER TABLE answer DISABLE TRIGGER answer_is_dated_and_possible")
        for (position, option) in [(1, 3), (1, 1), (2, 2), (2, nil)] as [(Int, Int?)] {
            try await here.force(
                """
                INSERT INTO answer (attempt_id, position, option, is_late)
                VALUES (\(other), \(position), \(option), false)
                """
            )
        }
        try await here.service.write { try $0.score(other) }
        #expect(try await scores(of: other).map(\.raw) == [1])
    }

    @Test("is written once, and only when the attempt is over")
    func once() async throws {
        let form = try await here.sampleForm(keys: [1, 2], cut: 1)
        let (_, claims) = try await here.completedCohort()
        let attempt = try await here.sitAndScore(form, claims[0], [1, 2])
        try await here.service.write { try $0.score(attempt) }
        #expect(try await scores(of: attempt).count == 1)
        try await here.force("ALTER TABLE attempt DISABLE TRIGGER attempt_ends_once")
        let open = try await here.sit(form, claims[0], [1], number: 2)
        try await here.force("UPDATE attempt SET finished_at = NULL, finish = NULL WHERE id = \(open)")
        let refused = try await refusal { try await here.service.write { try $0.score(open) } }
        #expect(refused?.code == "attempt-not-over")
    }

    @Test("digests say which answers and which keys it rests on, and tell no key")
    func digests() async throws {
        let form = try await here.sampleForm(keys: [1, 2], cut: 1)
        let (_, claims) = try await here.completedCohort(["Ada", "Bo", "Cy"])
        var attempts: [AttemptID] = []
        for (claim, answers) in zip(claims, [[1, 2], [1, 2], [1, nil]]) {
            attempts.append(try await here.sitAndScore(form, claim, answers))
        }
        let all = attempts
        let digests: [[Data]] = try await here.service.read { connection in
            try ["answers_digest", "keys_digest"].map { column in
                try connection.all(
                    """
                    SELECT \(identifier: column)
                    FROM score
                    WHERE attempt_id = ANY(\(all))
                    ORDER BY attempt_id
                    """
                )
            }
        }
        #expect(digests[0][0] == digests[0][1] && digests[0][0] != digests[0][2])
        #expect(Set(digests[1]).count == 1)
    }

    @Test("the service reads no key and no words of an item outside of the scoring")
    func guarded() async throws {
        for table in ["item_key", "item_text", "rescore_key"] {
            await #expect(throws: PostgresError.self) {
                try await here.service.read { try $0.execute("SELECT FROM \(identifier: table)") }
            }
        }
    }
}
