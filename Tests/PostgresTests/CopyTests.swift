import Postgres
import TestSupport
import Testing

@Suite("COPY")
struct CopyTests {
    private struct Enough: Error {}

    @Test("a hundred thousand rows in and out again")
    func bothWays() async throws {
        try await ScratchDatabase.lend { database in
            try await database.write { connection in
                try connection.script("CREATE TABLE t (a int8, b text)")
                var number = 0
                let taken = try connection.copyIn("COPY t FROM STDIN (FORMAT csv)") {
                    guard number < 100_000 else { return nil }
                    defer { number += 1 }
                    return Array("\(number),\"row, \(number)\"\n".utf8)
                }
                #expect(taken == 100_000)
                var (bytes, rows) = (0, 0)
                let given = try connection.copyOut("COPY (SELECT a, b FROM t ORDER BY a) TO STDOUT (FORMAT csv)") {
                    row in
                    bytes += row.byteCount
                    rows += 1
                    #expect(row.unsafeLoad(fromByteOffset: row.byteCount - 1, as: UInt8.self) == 10)
                }
                #expect(given == 100_000)
                #expect(rows == 100_000)
                #expect(bytes > 1_500_000)
                #expect(try connection.one("SELECT sum(a)::int8 FROM t", as: Int.self) == 4_999_950_000)
            }
        }
    }

    @Test("a source that fails stores nothing, and its error comes back unchanged")
    func sourceFails() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8)") }
            await #expect(throws: Enough.self) {
                try await database.write { connection in
                    var pieces = 0
                    try connection.copyIn("COPY t FROM STDIN") {
                        pieces += 1
                        if pieces == 3 { throw Enough() }
                        return Array("1\n".utf8)
                    }
                }
            }
            #expect(try await database.one("SELECT count(*) FROM t") == 0)
        }
    }

    @Test("a reader that has seen enough calls the rest off")
    func readerLeaves() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            await #expect(throws: Enough.self) {
                try await database.read { connection in
                    try connection.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in
                        throw Enough()
                    }
                }
            }
            let next = try await database.one("SELECT 1::int8", as: Int.self)
            #expect(next == 1)
            #expect(database.statistics.open == 1)
        }
    }

    @Test("rows the server refuses are its error, at the caller's place")
    func refused() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8)") }
            let line = #line + 1
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { connection in
                    var pieces = ["1\n", "two\n"]
                    try connection.copyIn("COPY t FROM STDIN") {
                        pieces.isEmpty ? nil : Array(pieces.removeFirst().utf8)
                    }
                }
            }
            #expect(error?.sqlState == .invalidTextRepresentation)
            #expect(error?.place == "CopyTests.swift:\(line)")
        }
    }

    @Test("COPY through the wrong door is refused and harms nothing", arguments: ["FROM STDIN", "TO STDOUT"])
    func wrongDoor(direction: String) async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.session { connection in
                try connection.script("CREATE TABLE t (a int8)")
                let script = #expect(throws: PostgresError.self) { try connection.script("COPY t \(direction)") }
                #expect(script?.kind == .usage)
                let other = #expect(throws: PostgresError.self) {
                    if direction == "TO STDOUT" {
                        try connection.copyIn("COPY t TO STDOUT") { nil }
                    } else {
                        try connection.copyOut("COPY t FROM STDIN") { _ in }
                    }
                }
                #expect(other?.kind == .usage)
                let plain = #expect(throws: PostgresError.self) { try connection.copyOut("SELECT 1") { _ in } }
                #expect(plain?.kind == .usage)
                #expect(try connection.one("SELECT 5::int8", as: Int.self) == 5)
            }
        }
    }

    @Test("text is bound as what it is, whatever it holds; other types are refused")
    func bound() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            let texts = ["plain", "it's", #"back\slash"#, "'; DROP TABLE t; --", "$1", "ü李", "", "a\nb"]
            for settings in ["on", "off"] {
                try await database.write { connection in
                    try connection.execute("SET LOCAL standard_conforming_strings = \(unverified: settings)")
                    for text in texts {
                        var found = ""
                        try connection.copyOut(
                            "COPY (SELECT \(text)::text, \(nil as String?) IS NULL) TO STDOUT (FORMAT csv)"
                        ) {
                            row in
                            found += row.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                        }
                        let quoted = text.contains(where: { "\n,\"".contains($0) }) || text.isEmpty
                        #expect(found == (quoted ? "\"\(text)\",t\n" : "\(text),t\n"))
                    }
                }
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.read { try $0.copyOut("COPY (SELECT \(1)) TO STDOUT") { _ in } }
            }
            #expect(error?.kind == .usage)
        }
    }
}
