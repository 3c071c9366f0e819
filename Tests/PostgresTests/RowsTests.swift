import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Rows")
struct RowsTests {
    private enum Mood: String, Codable { case calm, eager }

    private struct Seat: Decodable, Equatable {
        let cohortID: Int
        let seatNumber: Int32
        let label: String?
        let mood: Mood
        let taken: Date?
        let tags: [String]
        let extra: Extra?
        let born: CalendarDate
    }

    private struct Extra: Codable, Equatable {
        let depth: Int
    }

    @Test("a struct is read by column names, snake case to camel case")
    func decodes() async throws {
        try await ScratchDatabase.lend { database in
            let seats = try await database.read { connection in
                try connection.all(
                    """
                    SELECT 1::int8 AS cohort_id, 2::int4 AS seat_number, NULL AS label, 'calm' AS mood,
                           NULL::timestamptz AS taken, ARRAY['x', 'y'] AS tags, '{"depth": 3}'::jsonb AS extra,
                           date '2026-11-02' AS born
                    UNION ALL
                    SELECT 4, 5, 'aisle', 'eager', to_timestamp(0), '{}', NULL, date '1970-01-01'
                    """,
                    as: Seat.self
                )
            }
            let first = Seat(
                cohortID: 1,
                seatNumber: 2,
                label: nil,
                mood: .calm,
                taken: nil,
                tags: ["x", "y"],
                extra: Extra(depth: 3),
                born: CalendarDate(year: 2026, month: 11, day: 2)
            )
            #expect(seats.count == 2)
            #expect(seats.first == first)
            #expect(seats.last?.taken == Date(timeIntervalSince1970: 0))
            #expect(seats.last?.mood == .eager)
        }
    }

    @Test("a missing column and a NULL are named for structs too")
    func names() async throws {
        try await ScratchDatabase.lend { database in
            let missing = await #expect(throws: PostgresError.self) {
                try await database.read { _ = try $0.one("SELECT 1::int8 AS cohort_id", as: Seat.self) }
            }
            #expect(missing?.column == "seatNumber")
            let null = await #expect(throws: PostgresError.self) {
                try await database.read { _ = try $0.first("SELECT NULL::int8 AS cohort_id", as: Seat.self) }
            }
            #expect(null?.column == "cohort_id")
        }
    }

    @Test("columns are read by name in any order, and by place")
    func subscripts() async throws {
        try await ScratchDatabase.lend { database in
            try await database.read { connection in
                let rows = try connection.rows(
                    "SELECT n AS a, -n AS b, NULL::text AS c FROM generate_series(1, 3) AS n"
                )
                #expect(rows.columns == ["a", "b", "c"])
                for (index, row) in rows.enumerated() {
                    #expect(try row["c"] as String? == nil)
                    #expect(try row["a"] == index + 1)
                    #expect(try row["b"] == -index - 1)
                    #expect(try row[0] == index + 1)
                }
            }
        }
    }

    @Test("a hundred thousand rows, by subscript and as a stream of constant size")
    func many() async throws {
        try await ScratchDatabase.lend { database in
            try await database.read { connection in
                let sql: SQL = "SELECT n AS number, 'row ' || n AS label FROM generate_series(1, \(100_000)) AS n"
                let sum = try connection.rows(sql).reduce(0) { sum, row in sum + (try row["number"] as Int) }
                #expect(sum == 5_000_050_000)
                struct Line: Decodable {
                    let number: Int
                    let label: String
                }
                var streamed = 0
                let count = try connection.stream(sql, as: Line.self) { line in
                    streamed += line.number
                    if line.number == 77_777 { #expect(line.label == "row 77777") }
                }
                #expect(count == 100_000)
                #expect(streamed == sum)
            }
        }
    }

    @Test("a stream may be left early, and other statements may run inside it")
    func leaves() async throws {
        struct Enough: Error {}
        try await ScratchDatabase.lend { database in
            try await database.read { connection in
                var seen = 0
                #expect(throws: Enough.self) {
                    try connection.stream("SELECT generate_series(1, 1000000)", as: Int.self, batch: 10) { number in
                        seen += try connection.one("SELECT \(number) - \(number) + 1", as: Int.self)
                        if seen == 25 { throw Enough() }
                    }
                }
                #expect(seen == 25)
                let next = try connection.one("SELECT 1::int8", as: Int.self)
                #expect(next == 1)
            }
            let outside = try await database.session { connection in
                try connection.stream("SELECT generate_series(1, 2000)", as: Int.self) { _ in }
            }
            #expect(outside == 2000)
        }
    }
}
