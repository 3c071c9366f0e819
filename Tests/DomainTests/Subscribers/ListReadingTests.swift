import Crypto
import Foundation
import Postgres
import Testing

@testable import Domain

/// A list as it is read, before anything is known of the people in it.
@Suite("Reading a list")
struct ListReadingTests {
    static let terms = ListTerms(
        sources: ["met_101"],
        purpose: "updates",
        zone: "Europe/Berlin",
        source: nil,
        givenAt: nil,
        hasWording: true,
        wordings: ListWordings(for: "updates"),
        key: SymmetricKey(size: .bits256)
    )

    /// Each row's line, address and name as they would be stored, and what the reading told.
    private func read(_ list: ListImport) throws -> (rows: [[String]], reading: ListReading, evidence: ListEvidence) {
        let evidence = try list.examine()
        var pump = try ListPump(list, evidence, under: Self.terms) { _ in }
        var text = ""
        while let octets = try pump.next() { text += String(decoding: octets, as: UTF8.self) }
        var reader = CSVReader(text)
        var rows: [[String]] = []
        while case .row(_, let fields)? = reader.next() { rows.append([fields[0], fields[1], fields[3]]) }
        #expect(pump.digest == evidence.digest)
        return (rows, pump.reading, evidence)
    }

    private func messages(_ text: String) throws -> [String] {
        try read(.of(text)).reading.problems.kept.map(\.message)
    }

    static let text = "E-Mail-Adresse;Name;Vorname\r\nzoë@x.org;Müller;Zoë\r\n"

    @Test("encodings are told apart", arguments: TextEncoding.allCases)
    func encodings(encoding: TextEncoding) throws {
        let foundation: String.Encoding =
            switch encoding {
            case .utf8: .utf8
            case .utf16LittleEndian: .utf16LittleEndian
            case .utf16BigEndian: .utf16BigEndian
            case .windows1252: .windowsCP1252
            }
        let data = try #require(Self.text.data(using: foundation))
        let marks: [[UInt8]] =
            switch encoding {
            case .utf8: [[], [0xEF, 0xBB, 0xBF]]
            case .utf16LittleEndian: [[], [0xFF, 0xFE]]
            case .utf16BigEndian: [[], [0xFE, 0xFF]]
            case .windows1252: [[]]
            }
        for mark in marks {
            let (rows, _, evidence) = try read(.of(mark + data))
            #expect(evidence.encoding == encoding)
            #expect(rows == [["2", "zoë@x.org", "Zoë Müller"]])
        }
    }

    @Test("an encoding that cannot be told is asked for, and what it does not fit is told by row")
    func ambiguous() throws {
        let octets = Array("email,name\na@x.org,Zoë\nb@x.org,Zo".utf8) + [0xEB] + Array("\n".utf8)
        let refusal = #expect(throws: Refusal.self) { _ = try ListImport.of(octets).examine() }
        #expect(refusal?.message.contains("Line 3 is not UTF-8, and other lines are") == true)
        var list = ListImport.of(octets)
        list.encoding = .utf8
        let (rows, reading, _) = try read(list)
        #expect(rows.map { $0[1] } == ["a@x.org"])
        #expect(reading.problems.kept.map(\.field) == ["list.csv:3"])
        list.encoding = .windows1252
        #expect(try read(list).rows == [["2", "a@x.org", "ZoÃ«"], ["3", "b@x.org", "Zoë"]])
        let pair = Array("email,name\n".utf8) + [0xFF]
        #expect(throws: Refusal.self) { _ = try ListImport.of(pair + [0x81]).examine() }
    }

    @Test("letters of two units in UTF-16 survive portions of any length", arguments: 1...9)
    func portions(portion: Int) throws {
        let data = try #require("email,name\na@x.org,𝒜da 😀\n".data(using: .utf16LittleEndian))
        #expect(try read(.of(Array(data), portion: portion)).rows == [["2", "a@x.org", "𝒜da 😀"]])
    }

    @Test(
        "headings in any order and in other languages, cells parted by commas, semicolons or tabs",
        arguments: [
            "Name,Email Address\nAda Lovelace,ada@x.org\n", "email\tfirst_name\tLast Name\nada@x.org\tAda\tLovelace\n",
            "Vorname;Nachname;E-Mail\nAda;Lovelace;ada@x.org\n", "Nom,Prénom,Adresse e-mail\nLovelace,Ada,ada@x.org\n",
            "Correo electrónico;Nombre;Apellidos\nada@x.org;Ada;Lovelace\n",
            "\"EMAIL\",\"FIRSTNAME\",\"LASTNAME\"\r\n\"ada@x.org\",\"Ada\",\"Lovelace\"\r\n",
            "\n\nemail,name\n\n ada@x.org , Ada Lovelace \n\n",
            #"{"email":"ada@x.org","name":"Ada Lovelace","source":null}"#,
        ]
    )
    func headings(text: String) throws {
        #expect(try read(.of(text)).rows.map { Array($0.dropFirst()) } == [["ada@x.org", "Ada Lovelace"]])
    }

    @Test("a heading that says nothing is named by staff; what is missing, and what stands twice, is told")
    func named() throws {
        var list = ListImport.of("Anschrift,Wer\nada@x.org,Ada\n")
        let refusal = #expect(throws: Refusal.self) { _ = try read(list) }
        #expect(refusal?.message == "list.csv:1: No heading says where the address stands; name it: --column email=…")
        list.headings = [.email: "anschrift", .name: "Wer"]
        #expect(try read(list).rows == [["2", "ada@x.org", "Ada"]])
        list.headings = [.email: "Adresse"]
        #expect(throws: Refusal.self) { _ = try read(list) }
        let twice = #expect(throws: Refusal.self) { _ = try read(.of("email,E-Mail\na@x.org,b@x.org\n")) }
        #expect(twice?.message.contains("“email” and “E-Mail” may both be the email") == true)
        list = .of("email,name\na@x.org,A\n")
        list.profile = .brevo
        #expect(throws: Refusal.self) { _ = try read(list) }
        #expect(throws: Refusal.self) { _ = try read(.of("")) }
        let lines = #expect(throws: Refusal.self) {
            _ = try read(.of("email,name\r" + String(repeating: "a@x.org,A\r", count: 1_001)))
        }
        #expect(lines?.message.contains("do the lines end in CR alone?") == true)
    }

    @Test("what is wrong in a row is told with the line where it begins, and harms no neighbour")
    func bad() throws {
        let text = #"""
            email,name
            good@x.org,"Doe, ""Jo"""
            no-address,A
            three@x.org,A,B
            "multi@x.org","Two
            lines"
            nul@x.org,A\#u{0}B
            quote@x.org,A"B
            after@x.org,"A"B
            last@x.org,L
            open@x.org,"never
            """#
        let (rows, reading, _) = try read(.of(text))
        #expect(rows == [["2", "good@x.org", "Doe, \"Jo\""], ["10", "last@x.org", "L"]])
        #expect(
            reading.problems.kept.map(\.field) == [3, 4, 5, 7, 8, 9, 11].map { "list.csv:\($0)" }
        )
        let words = reading.problems.kept.map(\.message).joined(separator: "\n")
        for told in [
            "exactly one @", "2 columns, this row 3", "control character", "NUL", "double it", "comma is missing",
            "never closed",
        ] {
            #expect(words.contains(told), "\(told)")
        }
        #expect(reading.rows == 9)
    }

    @Test("a cell of ten megabytes is refused by row, and its neighbours are read")
    func huge() throws {
        let cell = String(repeating: "x", count: 10_000_000)
        for text in [
            "email,name\na@x.org,A\nb@x.org,\(cell)\nc@x.org,C\n",
            "email,name\na@x.org,A\nb@x.org,\"\(cell)\"\nc@x.org,C\n",
        ] {
            let (rows, reading, _) = try read(.of(Array(text.utf8), portion: 1 << 16))
            #expect(rows.map { $0[1] } == ["a@x.org", "c@x.org"])
            #expect(
                reading.problems.kept.map(\.message) == [
                    "list.csv:3: A cell is longer than 64 KiB; is a quotation mark never closed?"
                ]
            )
        }
        let lines = "{\"email\":\"a@x.org\"}\n{\"email\":\"\(cell)\"}\nnonsense\n{\"email\":\"c@x.org\"}"
        let (rows, reading, _) = try read(.of(Array(lines.utf8), portion: 1 << 16))
        #expect(rows.map { $0[1] } == ["a@x.org", "c@x.org"])
        #expect(reading.problems.kept.map(\.field) == ["list.csv:2", "list.csv:3"])
    }

    @Test("cells that a spreadsheet would run go to quarantine; those of a spreadsheet had their teeth taken")
    func quarantine() throws {
        let text =
            "email,name\na@x.org,=cmd|' /C calc'!A0\n+b@x.org,B\nc@x.org,\"\tC\"\nd@x.org,'=D\n@e@x.org,E\nf@x.org,-F\ng@x.org,G\n"
            + "h@x.org,Ada;=1+1\ni@x.org,Ada;O'Brien Smith-Jones\nj@x.org, ＝1+1\nk@x.org,\"Jo, @k\"\n"
        let (rows, reading, _) = try read(.of(text))
        #expect(rows.map { $0[1] } == ["d@x.org", "g@x.org", "i@x.org"])
        #expect(reading.quarantined.kept.map(\.field) == [2, 3, 4, 6, 7, 9, 11, 12].map { "list.csv:\($0)" })
        #expect(
            reading.quarantined.kept[2].message
                == "list.csv:4: name: It begins with a tab, and a spreadsheet would run it."
        )
        #expect(
            reading.quarantined.kept[5].message
                == "list.csv:9: name: It has “=” behind “;”, and a spreadsheet would run it."
        )
        let sheet = "Email Address,Name,Source,Confirmed At\n'=a@x.org,'=SUM(1),met_101,2026-11-22T10:00:00Z\n"
        #expect(try read(.of(sheet)).rows == [["2", "=a@x.org", "=SUM(1)"]])
    }

    @Test("times are read as the platforms write them, days in the institute's zone; others are told")
    func moments() throws {
        for (text, moment) in [
            ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"), ("2026-11-22 10:00:00", "2026-11-22T10:00:00Z"),
            ("2026-11-22", "2026-11-22 00:00 Europe/Berlin"), ("2026-11-22 10:00:00Z", "2026-11-22T10:00:00Z"),
            ("2026-11-22T10:00:00.1234567+0100", "2026-11-22T10:00:00.123456+01:00"),
            ("2024-02-29T23:59:59-15:30", "2024-02-29T23:59:59-15:30"),
        ] {
            #expect(try Self.terms.moment(text) == moment)
        }
        for text in [
            "2026-02-30T10:00:00Z", "2026-11-22T10:00:00Z at noon", "2026-11-22T10:00:00+16:00", "2026-11-22T24:00:00Z",
            "2026-11-22T10:00:60Z", "2026-11-22T10:00:00", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00+1",
            "0000-01-01", "0000-01-01T10:00:00Z", "300000-01-01", "2026-11-22T1O:00:00Z", "２026-11-22T10:00:00Z",
        ] {
            #expect(throws: InvalidInput.self, "\(text)") { try Self.terms.moment(text) }
        }
        #expect(
            try messages("email,Confirmed At\na@x.org,22.11.2026\n") == [
                "list.csv:2: confirmed-at: “22.11.2026” is no time; write it like 2026-11-22T10:00:00Z or 2026-11-22."
            ]
        )
    }
}
