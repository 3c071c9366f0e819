import ArgumentParser
import Domain
import Foundation
import Testing

@testable import App

@Suite("Output")
struct OutputTests {
    @Test("is JSON with members in order, absent values as null, and every letter safe")
    func json() throws {
        let value: JSON = [
            "id": .integer(3), "name": .string("A\"\\\n\u{1}\u{7F}ü\u{2028}李"), "none": .null, "list": .array([]),
            "inner": ["yes": .bool(true)],
        ]
        let text = value.text
        #expect(text.hasPrefix("{\n  \"id\": 3,\n  \"name\": "))
        let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(read["name"] as? String == "A\"\\\n\u{1}\u{7F}ü\u{2028}李")
        #expect(read["none"] is NSNull)
        #expect((read["list"] as? [Any])?.isEmpty == true)
    }

    @Test("of a list has its items and where the next page begins")
    func page() {
        #expect(JSON.page([1], next: nil, JSON.integer).text == "{\n  \"items\": [\n    1\n  ],\n  \"next\": null\n}")
    }

    @Test("tells times as RFC 3339 with an offset")
    func times() {
        let date = Date(timeIntervalSince1970: 1_800_626_400.7)
        #expect(Moment.json(date) == "2027-01-22T14:00:00Z")
        #expect(Moment.words(date, in: "America/New_York") == "Fri 22 Jan 2027 09:00 UTC-05:00")
        #expect(Moment.short(date, in: "Asia/Kolkata") == "2027-01-22 19:30")
        #expect(Moment.words(date, in: "UTC") == "Fri 22 Jan 2027 14:00 UTC")
        #expect(
            Moment.span(date, date + 8 * 3600, in: "America/New_York") == "Fri 22 Jan 2027 09:00–17:00 UTC-05:00"
        )
        #expect(
            Moment.span(date, date + 18 * 3600, in: "UTC") == "Fri 22 Jan 2027 14:00 UTC – Sat 23 Jan 2027 08:00 UTC"
        )
    }

    @Test(
        "tells money in the units of its currency",
        arguments: [
            (129_500, "USD", "1,295.00 USD"), (5, "EUR", "0.05 EUR"), (0, "USD", "0.00 USD"),
            (1500, "JPY", "1,500 JPY"),
            (1_234_567_89, "USD", "1,234,567.89 USD"), (1500, "KWD", "1.500 KWD"),
        ]
    )
    func money(minor: Int, currency: String, words: String) {
        #expect(Currency.words(minor, currency) == words)
    }

    @Test("of details keeps to the screen")
    func details() {
        let block = Block.details([
            ("Name", .init("Ada")), ("Absent", .init(nil as String?)),
            ("Summary", .init(String(repeating: "word ", count: 40))),
        ])
        let lines = block.lines(on: .plain)
        #expect(lines[0] == "Name     Ada")
        #expect(lines.allSatisfy { $0.columns <= 80 })
        #expect(!lines.contains { $0.hasPrefix("Absent") })
    }
}

@Suite("An ending")
struct EndingTests {
    @Test(
        "is refused for every kind of refusal but one",
        arguments: Refusal.Kind.allCases
    )
    func refusals(kind: Refusal.Kind) {
        let ending = Ending(Refusal(kind, "word", "Words."))
        #expect(ending.code == (kind == .unavailable ? .unavailable : .refused))
        #expect(ending.word == "word")
    }

    @Test("is a fault for what nobody expected")
    func fault() {
        struct Odd: Error {}
        #expect(Ending(Odd()).code == .fault)
    }

    @Test("is wrong usage for what the parser refuses, and done for help")
    func parsing() {
        func ending(_ arguments: String...) -> Ending? {
            do {
                var command = try RegistrarCommand.parseAsRoot(arguments)
                // What was parsed is run only where it is the parser's own help.
                if !(command is any AsyncParsableCommand) { try command.run() }
                return nil
            } catch {
                return Ending(error)
            }
        }
        #expect(ending("cohort", "create")?.code == .usage)
        #expect(ending("frobnicate")?.code == .usage)
        #expect(ending("program", "import")?.code == .usage)
        #expect(ending("program", "import", "--samples", "--yes", "--dry-run")?.code == .usage)
        #expect(ending("seat", "confirm", "abc")?.code == .usage)
        #expect(ending("serve", "--port", "70000")?.code == .usage)
        #expect(ending("--help")?.code == .done)
        #expect(ending("cohort", "list", "--help")?.code == .done)
        #expect(ending("--generate-completion-script", "bash")?.message.contains("_registrar") == true)
    }
}
