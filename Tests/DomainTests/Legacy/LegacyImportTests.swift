import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Old certificates", .database)
struct LegacyImportTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    @Test("are found by their old number in any spelling, as exactly dated as the records have them")
    func found() async throws {
        let plan = try await here.importRecords(
            TestDatabase.records(
                "METI 96-0012,Ada Lovelace,ada@example.org,MES,AAHFRP Post Rehab Specialist,1996,1998,,,Houston",
                "№ 7/ß,Grace Hopper,,MES,,2025-12,2099-06-30,active,,New York",
                "K-3,Rosalind Franklin,,MES,AAFP,1999-03-04,none,revoked,2001-07,London"
            )
        )
        #expect(plan.rows == 3 && plan.toSign == 1 && plan.badRows == 0)
        for typed in ["METI 96-0012", "meti96 0012", " m e t i–960012 ", "ＭＥＴＩ960012"] {
            let ada = try await certificates.require(typed)
            #expect(ada.name == "Ada Lovelace")
            #expect(ada.credential == "AAHFRP Post Rehab Specialist")
            #expect(ada.status == .expired && ada.version == 0 && ada.origin == .legacy)
            #expect(ada.issuedPrecision == .year && ada.untilPrecision == .year)
            #expect(try await certificates.require(ada.printedID).oldNumber == "METI 96-0012")
        }
        let ring = try await here.registrar.keys.ring()
        let ada = try await certificates.require("METI960012")
        #expect(try await certificates.check(ada, by: ring).signature == .unavailable)
        #expect(try await certificates.files(of: ada.id, version: 0) == nil)
        let grace = try await certificates.require("№ 7/SS")
        #expect(grace.status == .active && grace.version == 1 && grace.awardedAt == nil)
        #expect(try await certificates.check(grace, by: ring).signature == .valid)
        let files = try #require(try await certificates.files(of: grace.id, version: 1))
        #expect(files.proof.contains("records of the time before this register"))
        #expect(!files.proof.contains("awardedDate") && !files.proof.contains("emailAddress"))
        let rosalind = try await certificates.require("k3")
        #expect(rosalind.status == .revoked && rosalind.sincePrecision == .month && rosalind.version == 0)
        let story = try await certificates.story(of: "k3", by: .system)
        #expect(story.events.map(\.kind) == ["imported", "revoked"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("one issued today begins on a whole second, as its file says it; an end on a day of 23 hours is that day's")
    func moments() async throws {
        try await here.furnish()
        let institute = try await here.registrar.institute.current()
        let zone = try #require(TimeZone(identifier: institute.timeZone))
        // Before noon, so that the moment is now's; clocks go forward in March.
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let eight = DateComponents(hour: 8)
        let morning = try #require(calendar.nextDate(after: .now, matching: eight, matchingPolicy: .nextTime))
        try await here.moveClock(to: morning.addingTimeInterval(0.4))
        let day = { (date: Date) in date.formatted(Date.ISO8601FormatStyle(timeZone: zone).year().month().day()) }
        var change = morning
        repeat {
            change = try #require(zone.nextDaylightSavingTimeTransition(after: change))
        } while zone.daylightSavingTimeOffset(for: change) == 0
        try await here.importRecords(
            TestDatabase.records("T-1,Ada,,MES,,\(day(morning)),\(day(change)),,,")
        )
        let old = try await certificates.require("T-1")
        #expect(old.firstIssuedAt.timeIntervalSince1970.truncatingRemainder(dividingBy: 1) == 0)
        #expect(old.firstIssuedAt < old.now && old.version == 1)
        #expect(try await certificates.check(old, by: here.registrar.keys.ring()).signature == .valid)
        let midnight = calendar.startOfDay(for: change.addingTimeInterval(86_400))
        #expect(old.validUntil == midnight.addingTimeInterval(-1))
        #expect(old.ends?.text(in: institute.timeZone) == day(change))
    }

    @Test("an ID with a right check is looked up as one; a wrong check is told only when no old number has it")
    func order() async throws {
        try await here.importRecords(
            TestDatabase.records("MES-7K3M9-QRT2W-S,Ada Lovelace,,MES,,1996,1998,,,")
        )
        #expect(try await certificates.require("mes7k3m9qrt2ws").name == "Ada Lovelace")
        let answers = try await certificates.lookUp(
            IDList(["mes-7k3m9-qrt2w-s", "MES-7K3M9-QRT2W-T", "MES-7K3M9-QRT2W-R", "nothing"])
        )
        #expect(answers.map(\.status) == ["expired", "mistyped", "unknown", "unknown"])
        guard case .typingError = try await certificates.lookUp("MES-7K3M9-QRT2W-T") else { throw Unexpected() }
        let looksLikeOne = try await refusal {
            try await here.importRecords(TestDatabase.records("OLD 7K3M9QRT2WR,Bo,,MES,,1996,1998,,,"))
        }
        #expect(looksLikeOne?.message.contains("ends like an ID of this register") == true)
    }

    @Test("what is wrong is told by line and column, and then nothing is imported")
    func bad() async throws {
        let source = TestDatabase.records(
            "A1,Ada,,MES,,1996-02-31,1998,,,",
            "A2,Bo,,MES,,1998,1996,,,",
            "A3,Cy,,MES,,2999,none,,,",
            "A4,Di,no address,MES,,1996,1998,,,",
            "a-4,Ed,,MES,,1996,1998,,,",
            "A5,,,NOPE,,1970,,lost,,",
            "A6,Flo,,NOPE,,1996,1998,,,",
            "A7,Gus,,MES,,1996,none,expired,,",
            "A8,Hal,,MES,,1996,1998,revoked,,",
            "A9,Ida,,MES",
            "B1,Jo,,MES,,1996,1998,,,",
            "B2,Kai,,MES,,1996,9999,,,"
        )
        try await here.furnish()
        _ = try await here.registrar.keys.create(by: .system)
        let plan = try await certificates.planImport(source, by: here.staff(.owner))
        #expect(plan.rows == 1 && plan.badRows == 11)
        let told = plan.problems.map(\.message)
        for words in [
            "old.csv:2: issued: “1996-02-31” is no date", "old.csv:3: expires: “1996” is before “1998”",
            "old.csv:4: issued: It would be issued in the future", "old.csv:5: email:",
            "old.csv:6: number: “a-4” stands on line 5",
            "old.csv:7: name:", "old.csv:7: issued: “1970” is before 1980", "old.csv:7: expires: Say when",
            "old.csv:7: status: “lost” is none of", "old.csv:8: program: There is no program “NOPE”",
            "old.csv:9: status: The records call it expired", "old.csv:10: status_since: It is revoked",
            "old.csv:11: The header has 10 columns, this row 4.",
            "old.csv:13: expires: “9999” is an end that nobody sees; write none",
        ] { #expect(told.contains { $0.hasPrefix(words) }, "\(words)") }
        let refused = try await refusal {
            _ = try await certificates.applyImport(source, hash: plan.hash, by: here.staff(.owner))
        }
        #expect(refused?.kind == .invalid)
        #expect(refused?.problems.last?.message.contains("--leave-out-bad") == true)
        #expect(try await refusal { _ = try await certificates.require("B1") }?.code == "certificate-unknown")
        _ = try await certificates.applyImport(source, hash: plan.hash, leavingOutBad: true, by: here.staff(.owner))
        #expect(try await certificates.require("B1").name == "Jo")
        // The same hash again goes on where it ended, which is nowhere; a new plan finds the number taken.
        _ = try await certificates.applyImport(source, hash: plan.hash, leavingOutBad: true, by: here.staff(.owner))
        let again = try await certificates.planImport(source, by: here.staff(.owner))
        #expect(again.rows == 0 && again.problems.contains { $0.message.contains("“B1” is taken") })
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a file that is no table of them is refused with its line")
    func unreadable() async throws {
        func refused(_ octets: Data) throws -> Refusal? {
            do { _ = try LegacyFile(TableSource(name: "x.csv", octets: octets)) } catch let refusal as Refusal {
                return refusal
            }
            return nil
        }
        let header = "number;name;program;issued;expires\n"
        let latin = try refused(Data((header + "1;Bo;MES;1996;1998\n").utf8) + [0x4D, 0xFC, 0x0A])
        #expect(latin?.message == "x.csv:3: This line is not UTF-8. Save the file in the UTF-8 encoding.")
        #expect(try refused(Data())?.message.contains("The file is empty") == true)
        #expect(try refused(Data("number,name\n".utf8))?.message.contains("lacks the column “program”") == true)
        let tolerant = Data(
            "\u{FEFF}Certificate No.;Full Name;E-Mail;Program;Issue Date;Expiry;Hair\r\n1;Bo;;mes;1996;1998;x\r\n".utf8
        )
        let file = try LegacyFile(TableSource(name: "x.csv", octets: tolerant))
        #expect(file.rows.map(\.name.rawValue) == ["Bo"] && file.ignored == ["Hair"])
    }

    @Test("who may be one human is proposed, and nobody is merged by themselves")
    func proposals() async throws {
        let code = try await here.openCohort()
        _ = try await here.reserve(code, "known@example.org")
        let plan = try await here.importRecords(
            TestDatabase.records(
                "1,Zoë Müller,zoe@example.org,MES,,1996,1998,,,Zürich",
                "2,Zoe Muller,,MES,,1998,2000,,,ZURICH",
                "3,Zoë Müller-Weiss,ZOE@example.org,MES,,2000,2002,,,Bern",
                "4,Known One,known@example.org,MES,,2000,2002,,,Bern",
                "5,Zoë Müller,,MES,,2000,2002,,,"
            )
        )
        #expect(plan.proposals.map(\.line) == [3, 4, 5])
        #expect(plan.proposals.map(\.otherLine) == [2, 2, nil])
        #expect(plan.proposals.map(\.because) == [.nameAndCity, .address, .address])
        let open = try await here.registrar.people.mergeProposals(by: here.staff(.owner))
        #expect(open.count == 3)
        let emails: [String] = try await here.service.read {
            try $0.all("SELECT email FROM person WHERE merged_into IS NULL ORDER BY email")
        }
        // Who asks to be erased is told of the other rows that may be theirs.
        let erasing = try await here.registrar.people.planErasure(of: PersonKey(typed: "zoe@example.org"), by: .system)
        #expect(erasing.namesakes.count == 3)
        #expect(emails.count == 6 && emails.filter { $0.hasPrefix("legacy:") }.count == 4)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a kill between rows and signatures: the worker or the same hash goes on, and nothing is signed twice")
    func resumed() async throws {
        try await here.furnish()
        let rows = (1...120).map { "N-\($0),Person \($0),,MES,,2020,2099,,," }
        let source = TableSource(
            name: "old.csv",
            octets: Data(
                (["number,name,email,program,credential,issued,expires,status,status_since,city"] + rows)
                    .joined(separator: "\n").utf8
            )
        )
        let owner = try await here.staff(.owner)
        let plan = try await certificates.planImport(source, by: owner)
        #expect(
            try await refusal { _ = try await certificates.applyImport(source, hash: plan.hash, by: owner) }?.code
                == "keys-missing"
        )
        _ = try await here.registrar.keys.create(by: .system)
        // Rows alone, as a kill would leave them.
        let file = try LegacyFile(source)
        try await certificates.store.write { connection in
            let review = try connection.review(file, named: source.name)
            try connection.write(review, hash: plan.hash, by: owner) { _ in }
        }
        #expect(try await certificates.require("n1").isSigned == false)
        #expect(try await certificates.signImported())
        let again = try await certificates.applyImport(source, hash: plan.hash, by: owner)
        #expect(again.toSign == 70)
        #expect(try await certificates.signImported() == false)
        let versions: [Int] = try await here.service.read { try $0.all("SELECT version FROM certificate") }
        #expect(versions == Array(repeating: 1, count: 120))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("an old holder is revoked, corrected and erased like any other; the number then answers that it was issued")
    func life() async throws {
        try await here.importRecords(
            TestDatabase.records(
                "1,Ada,,MES,AAFP,1996,1998,,,Houston",
                "2,Grace Hoper,grace@example.org,MES,,2025,2099,,,Bern"
            )
        )
        let decider = try await here.staff(.decider)
        let reason = try StaffReason(.conduct, "Because.")
        let revoked = try await certificates.change("1", .revoke, because: reason, by: decider)
        #expect(revoked.status == .revoked && revoked.sincePrecision == nil && revoked.issuedPrecision == .year)
        let corrected = try await certificates.correct("2", name: "Grace Hopper", because: reason, by: decider)
        #expect(corrected.version == 2 && corrected.untilPrecision == .year)
        for (number, email) in [("1", nil), ("2", "grace@example.org")] {
            let id: PersonID = try await here.service.read {
                try $0.one("SELECT person_id FROM certificate WHERE old_number = \(number)")
            }
            let key = try email.map { try PersonKey(typed: $0) } ?? .id(id)
            let owner = try await here.staff(.owner)
            let plan = try await here.registrar.people.planErasure(of: key, by: owner)
            _ = try await here.registrar.people.erase(key, hash: plan.hash, by: owner)
            let erased = try await certificates.require(number)
            #expect(erased.status == .erased && erased.name == nil)
        }
        let cities: [String?] = try await here.service.read {
            try $0.all("SELECT coalesce(city, holder_key) FROM legacy_certificate")
        }
        #expect(cities == [nil, nil])
        #expect(try await here.brokenInvariants() == [])
    }
}
