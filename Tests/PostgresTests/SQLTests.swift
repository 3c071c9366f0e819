import Postgres
import TestSupport
import Testing

@Suite("SQL by interpolation")
struct SQLTests {
    @Test("a value becomes a numbered parameter and never text")
    func binds() {
        let name = "'; DROP TABLE person; --"
        let sql: SQL = "SELECT \(1), \(name), \([1, 2]), \(nil as Int?)"
        #expect(sql.text == "SELECT $1, $2, $3, $4")
    }

    @Test("spliced statements are numbered on")
    func splices() {
        let condition: SQL = "code = \("a") AND number > \(2)"
        let sql: SQL = "SELECT \(0) WHERE \(condition) LIMIT \(10)"
        #expect(sql.text == "SELECT $1 WHERE code = $2 AND number > $3 LIMIT $4")
        #expect((sql + " OFFSET \(5)").text.hasSuffix("LIMIT $4 OFFSET $5"))
    }

    @Test("more than nine parameters splice as well")
    func splicesMany() {
        let many = (1...12).map { "\($0)" as SQL }.joined(separator: ", ")
        let sql: SQL = "SELECT \(0), \(many)"
        #expect(sql.text == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13")
    }

    @Test("names are quoted, and only the raw door takes text")
    func names() {
        let sql: SQL = "LISTEN \(identifier: "a\"b") \(unverified: "DESC")"
        #expect(sql.text == "LISTEN \"a\"\"b\" DESC")
    }

    @Test("spliced parameters arrive in their places")
    func arrives() async throws {
        try await ScratchDatabase.lend { database in
            let inner: SQL = "\("b")::text, \([3, 4])::int8[]"
            let row = try await database.read { connection in
                let row = try #require(try connection.rows("SELECT \(1)::int8, \(inner), \(5)::int8").first)
                return (try row[0] as Int, try row[1] as String, try row[2] as [Int], try row[3] as Int)
            }
            #expect(row == (1, "b", [3, 4], 5))
        }
    }
}
