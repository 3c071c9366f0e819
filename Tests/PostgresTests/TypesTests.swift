import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Types both ways")
struct TypesTests {
    private enum Colour: String, PostgresCodable, CaseIterable { case red, green }

    private struct SeatID: RawRepresentable, Hashable, PostgresCodable { let rawValue: Int }

    /// Sends values as one parameter each, in an array and in an array with NULL, and compares with what comes back.
    private func roundTrip<Value: PostgresCodable & Equatable>(_ values: [Value], as type: String) async throws {
        try await ScratchDatabase.lend { database in
            try await database.read { connection in
                for value in values {
                    let back = try connection.one("SELECT \(value)::\(unverified: type)", as: Value.self)
                    #expect(back == value, "\(type)")
                }
                #expect(try connection.one("SELECT \(values)::\(unverified: type)[]", as: [Value].self) == values)
                let holey: [Value?] = values + [nil]
                #expect(try connection.one("SELECT \(holey)::\(unverified: type)[]", as: [Value?].self) == holey)
                let none: [Value] = []
                #expect(try connection.one("SELECT \(none)::\(unverified: type)[]", as: [Value].self) == none)
                let null: Value? = nil
                #expect(try connection.one("SELECT \(null)::\(unverified: type)", as: Value?.self) == nil)
            }
        }
    }

    @Test func int() async throws { try await roundTrip([Int.min, -1, 0, 1, .max], as: "int8") }
    @Test func int64() async throws { try await roundTrip([Int64.min, -1, 0, 1, .max], as: "int8") }
    @Test func int32() async throws { try await roundTrip([Int32.min, -1, 0, 1, .max], as: "int4") }
    @Test func int16() async throws { try await roundTrip([Int16.min, -1, 0, 1, .max], as: "int2") }
    @Test func xid8() async throws { try await roundTrip([UInt64.min, 1, .max], as: "xid8") }
    @Test func oid() async throws { try await roundTrip([UInt32.min, 1, .max], as: "oid") }
    @Test func rowAddress() async throws {
        try await roundTrip([RowAddress(block: 0, item: 1), RowAddress(block: .max, item: .max)], as: "tid")
    }
    @Test func bool() async throws { try await roundTrip([true, false], as: "bool") }
    @Test func identifiers() async throws { try await roundTrip([SeatID(rawValue: 7)], as: "int8") }

    @Test func double() async throws {
        try await roundTrip(
            [0, -0.0, 0.1, .pi, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude],
            as: "float8"
        )
    }

    @Test func float() async throws {
        try await roundTrip(
            [0, .pi, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Float],
            as: "float4"
        )
    }

    @Test(arguments: ["text", "varchar", "name"])
    func string(type: String) async throws {
        try await roundTrip(["", "a", "Zürich 東京 👩‍👩‍👧", "quote ' \" \\ {,} NULL $1"], as: type)
    }

    @Test func uuid() async throws {
        try await roundTrip([UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))], as: "uuid")
    }

    @Test func bytes() async throws {
        try await roundTrip([[], [0], Array(0...255)] as [[UInt8]], as: "bytea")
        try await roundTrip([Data(), Data(0...255)], as: "bytea")
    }

    @Test func calendarDate() async throws {
        try await roundTrip(
            [
                CalendarDate(year: 2000, month: 1, day: 1), CalendarDate(year: 2024, month: 2, day: 29),
                CalendarDate(year: 1582, month: 10, day: 4), CalendarDate(year: -4713, month: 11, day: 24),
                CalendarDate(year: 5_874_897, month: 12, day: 31),
            ],
            as: "date"
        )
    }

    @Test func interval() async throws {
        try await roundTrip(
            [
                Interval(), Interval(months: 14, days: -3, microseconds: 1), Interval(.milliseconds(1500)),
                Interval(months: .max, days: .min, microseconds: .max),
            ],
            as: "interval"
        )
    }

    private struct Note: Codable, Equatable, Sendable {
        var text: String
        var at: Date
        var marks: [Int]?
    }

    @Test func json() async throws {
        let note = Note(text: "naïve \" \\ 👋", at: Date(timeIntervalSince1970: 1_800_000_000.25), marks: [1])
        try await roundTrip([JSONB(note)], as: "jsonb")
        try await roundTrip([JSONB(["a": [1, 2]]), JSONB([:])], as: "jsonb")
        try await ScratchDatabase.lend { database in
            let back = try await database.read { try $0.one("SELECT \(JSONB(note))::json", as: JSONB<Note>.self) }
            #expect(back.value == note)
            let moment: Date = try await database.read {
                try $0.one("SELECT '2026-11-02 09:30:00.123456+00'::timestamptz")
            }
            let again = try await database.read { try $0.one("SELECT \(JSONB(moment))", as: JSONB<Date>.self) }
            #expect(again.value == moment)
        }
    }

    @Test("moments keep their microseconds")
    func dates() async throws {
        try await ScratchDatabase.lend { database in
            try await database.read { connection in
                for text in [
                    "2026-11-02 09:30:00.123456+00", "1999-12-31 23:59:59.999999+00", "1969-07-20 20:17:40.000001+00",
                    "2000-01-01 00:00:00+00", "4713-01-01 00:00:00+00 BC", "9999-12-31 23:59:59+00",
                ] {
                    let date = try connection.one("SELECT \(text)::timestamptz", as: Date.self)
                    let isSame = try connection.one("SELECT \(date) = \(text)::timestamptz", as: Bool.self)
                    #expect(isSame, "\(text)")
                }
                let now = try connection.one("SELECT clock_timestamp()", as: Date.self)
                #expect(abs(now.timeIntervalSinceNow) < 60)
                #expect(try connection.one("SELECT \([now, nil])", as: [Date?].self) == [now, nil])
            }
        }
    }

    @Test("an enum of the database is text, alone and in arrays")
    func enums() async throws {
        try await ScratchDatabase.lend { database in
            try await database.write { connection in
                try connection.script("CREATE TYPE colour AS ENUM ('red', 'green'); CREATE TABLE paint (c colour)")
                try connection.execute("INSERT INTO paint VALUES (\(Colour.red)), (\(nil as Colour?))")
                #expect(try connection.first("SELECT c FROM paint WHERE c = \(Colour.red)", as: Colour.self) == .red)
                #expect(try connection.all("SELECT c FROM paint", as: Colour?.self) == [.red, nil])
                let all = try connection.one("SELECT \(Colour.allCases)::colour[]", as: [Colour].self)
                #expect(all == [.red, .green])
                let found = try connection.all(
                    "SELECT c FROM paint WHERE c = ANY(\(Colour.allCases)::colour[])",
                    as: String.self
                )
                #expect(found == ["red"])
            }
        }
    }

    @Test("text finds its way into inet and jsonb, and out of citext and xid8")
    func inferred() async throws {
        try await ScratchDatabase.lend { database in
            try await database.session { try $0.script("CREATE EXTENSION citext") }
            try await database.write { connection in
                try connection.script("CREATE TABLE t (i inet, j jsonb, c citext)")
                try connection.execute("INSERT INTO t VALUES (\("10.0.0.1"), \("{\"a\": 1}"), \("Ab"))")
                let row = try #require(
                    try connection.rows("SELECT i::text, j, c, pg_current_xact_id() AS x FROM t WHERE c = \("aB")")
                        .first
                )
                #expect(try row["i"] == "10.0.0.1/32")
                #expect(try row["j"] == "{\"a\": 1}")
                #expect(try row["c"] == "Ab")
                #expect(try row["x"] == String(try row["x"] as UInt64))
            }
        }
    }
}
