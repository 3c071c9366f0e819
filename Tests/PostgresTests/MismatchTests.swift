import Foundation
import Postgres
import TestSupport
import Testing

@Suite("What cannot be read or sent says why")
struct MismatchTests {
    private func failure(_ body: @escaping @Sendable (Connection) throws -> Void) async throws -> PostgresError {
        let error = await #expect(throws: PostgresError.self) {
            try await ScratchDatabase.lend { database in try await database.read(body) }
        }
        return try #require(error)
    }

    @Test("NULL names the column and the caller's place")
    func null() async throws {
        let error = try await failure { _ = try $0.one("SELECT NULL::int8 AS seat_number", as: Int.self) }
        #expect(error.kind == .decoding)
        #expect(error.column == "seat_number")
        #expect(error.message.contains("NULL"))
        #expect(error.place == "MismatchTests.swift:\(#line - 4)")
    }

    @Test("a wrong type names column, SQL type and Swift type")
    func type() async throws {
        let error = try await failure { _ = try $0.one("SELECT 1.5::numeric AS price", as: Int.self) }
        #expect(error.message.contains("column price of type numeric, read as Int"))
    }

    @Test(arguments: ["inet '10.0.0.1'", "1.5::numeric", "'infinity'::timestamptz", "now()::timestamp", "ROW(1, 2)"])
    func refused(expression: String) async throws {
        let asText = try await failure {
            let row = try $0.rows("SELECT \(unverified: expression) AS x")[0]
            _ = try row["x"] as String
        }
        #expect(asText.message.contains("cast it to text"))
        let asDate = try await failure { _ = try $0.one("SELECT \(unverified: expression)", as: Date.self) }
        #expect(asDate.kind == .decoding)
    }

    @Test("infinity is no moment and no day")
    func infinity() async throws {
        let moment = try await failure { _ = try $0.one("SELECT '-infinity'::timestamptz", as: Date.self) }
        #expect(moment.message.contains("infinity is no Date"))
        let day = try await failure { _ = try $0.one("SELECT 'infinity'::date", as: CalendarDate.self) }
        #expect(day.message.contains("infinity is no CalendarDate"))
    }

    @Test("values PostgreSQL cannot hold are refused before they are sent")
    func unsendable() async throws {
        let nul = try await failure { try $0.execute("SELECT \(1)::int8, \("a\0b")::text") }
        #expect(nul.kind == .usage)
        #expect(nul.message.hasPrefix("parameter 2 holds a NUL"))
        let day = try await failure { try $0.execute("SELECT \(CalendarDate(year: 2026, month: 2, day: 30))") }
        #expect(day.kind == .usage)
        let date = try await failure { try $0.execute("SELECT \(Date(timeIntervalSince1970: .infinity))") }
        #expect(date.kind == .usage)
        let json = try await failure { try $0.execute("SELECT \(JSONB(Double.nan))") }
        #expect(json.kind == .usage)
        let nested = try await failure { try $0.execute("SELECT \([[1], [2]])") }
        #expect(nested.kind == .usage)
    }

    @Test("an unknown column, an unknown case and a wrong number of rows")
    func shapes() async throws {
        enum Size: String, PostgresCodable { case small }
        let column = try await failure { _ = try $0.rows("SELECT 1 AS a, 2 AS b")[0]["c"] as Int }
        #expect(column.message == "there is no column c among a, b")
        let size = try await failure { _ = try $0.one("SELECT 'large' AS size", as: Size.self) }
        #expect(size.column == "size")
        let none = try await failure { _ = try $0.one("SELECT 1 WHERE false", as: Int.self) }
        #expect(none.message == "expected one row, got 0")
        let two = try await failure { _ = try $0.one("VALUES (1), (2)", as: Int.self) }
        #expect(two.message == "expected one row, got 2")
    }

    @Test("the description shows no value, the debug description everything")
    func descriptions() async throws {
        let error = try await failure { connection in
            try connection.execute("SELECT \("secret")::int8")
        }
        #expect(error.sqlState == .invalidTextRepresentation)
        #expect("\(error)" == "postgres server 22P02 at MismatchTests.swift:\(#line - 3)")
        #expect(error.debugDescription.contains("secret"))
        #expect(error.debugDescription.contains("SELECT $1::int8"))
    }
}
