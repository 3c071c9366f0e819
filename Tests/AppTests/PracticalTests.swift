import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// A practical and its decision as staff see them at a terminal, by the real program.
@Suite("From a practical to a decision at the command line", .database, .timeLimit(.minutes(10)))
struct PracticalTests {
    private let database = TestDatabase.current

    /// The program as one who holds every role, and may act as others.
    private func asOwner(_ body: (Binary) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let roles = StaffMember.Role.allCases.flatMap { ["--role", $0.rawValue] }
            let who = ["staff", "add", Identity.systemLogin, "--first", "--name", "Owner", "--email", "o@x.example"]
            let added = try await registrar.run(Arguments(who + roles))
            #expect(added.code == 0, "\(added.error)")
            try await body(registrar)
        }
    }

    private func items(_ result: Binary.Result) throws -> [[String: Any]] {
        #expect(result.code == 0, "\(result.error)")
        return try #require(try result.json()["items"] as? [[String: Any]])
    }

    @Test("entered, assigned, rated by two, decided, proposed with its basis, and left out until the card is there")
    func story() async throws {
        try await asOwner { registrar in
            let (code, claims) = try await database.practicalCohort(["Ada Lovelace"])
            for rater in ["maya", "sam"] { _ = try await database.member(rater) }
            _ = try await database.staff(.decider)
            let today = try await database.today()
            let list = try await registrar.run("practical", "list", "--json")
            #expect(try items(list).map { $0["code"] as? String } == ["MES-PRACTICAL"])
            let entered = try await registrar.run("practical", "schedule", "\(claims[0])", "--on", "\(today)", "--json")
            let number = try #require(try entered.json()["candidate"] as? String)
            #expect(number.count == 7)
            let assign = ["practical", "assign", number, "--rater", "maya", "--rater", "sam"]
            #expect(try await registrar.run(Arguments(assign)).output.contains("Asked by mail: maya, sam."))
            let shown = try await registrar.run("practical", "candidates", code)
            #expect(shown.output.contains("waits for 2 ratings") && !shown.output.contains("Lovelace"))

            // A level is missing: told by its criterion, and nothing is kept.
            let short = try await registrar.run("exam", "score", number, "--level", "role=2", "--as", "maya")
            #expect(short.code == 1 && short.error.contains("Choose a level for “Recognises a red flag and stops”."))
            let criteria = try PracticalFile.read(Practicals.samples)[0].criteria.map(\.code)
            let levels = criteria.flatMap { ["--level", "\($0)=2"] }
            for rater in ["maya", "sam"] {
                let rated = try await registrar.run(Arguments(["exam", "score", number] + levels + ["--as", rater]))
                // The owner acts as both: the second is refused, as one person rates once.
                #expect((rated.code == 0) == (rater == "maya"), "\(rated.error)")
            }
            try await database.registrar.practicals.rate(
                CandidateNumber(argument: number),
                database.levels(2),
                by: database.member("sam")
            )
            let decided = try #require(try items(await registrar.run("practical", "candidates", code, "--json")).first)
            #expect(decided["state"] as? String == "passed")
            #expect((decided["score"] as? [String: Any])?["points"] as? Double == 30)
            let agreement = try await registrar.run("exam", "analyze", "--practical", "MES-PRACTICAL")
            let words = agreement.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("n = 1, insufficient data") && words.contains("n/a"))

            _ = try await registrar.run("decision", "propose", code, "--yes")
            let standing = try await registrar.run("decision", "list", code)
            #expect(standing.output.contains("passed, conditions outstanding"))
            let grant = ["decision", "grant", code, "--reason", "All is met", "--as", "decider", "--yes"]
            let refused = try await registrar.run(Arguments(grant))
            #expect(refused.code == 1 && refused.error.contains("lacks: CPR card (incomplete)"))
            try await database.bringCard(claims[0])
            // The owner typed a rating: whoever acts through them is not independent either.
            let through = try await registrar.run(Arguments(grant))
            #expect(through.code == 1 && through.error.contains("taught or examined"))
            try await database.decide(.granted, code)
            let story = try items(await registrar.run("decision", "show", "\(claims[0])", "--json"))
            #expect(story.map { $0["decision"] as? String } == ["proposed", "granted"])
            let basis = try #require(story.last?["basis"] as? [String: Any])
            #expect((basis["practical"] as? [[String: Any]])?.first?["points"] as? Double == 30)
            #expect((basis["requirements"] as? [Any])?.count == 3)
        }
    }

    @Test(
        "moved and called off: a day out of reach is refused, the sittings stay in the list, and everybody has a mail"
    )
    func sittings() async throws {
        try await asOwner { registrar in
            let (code, claims) = try await database.practicalCohort(["Ada Lovelace"])
            for rater in ["maya", "sam"] { _ = try await database.member(rater) }
            let today = try await database.today()
            let schedule = ["practical", "schedule", "\(claims[0])", "--on"]
            let never = try await registrar.run(Arguments(schedule + ["9999-12-31"]))
            #expect(never.code == 1 && never.error.contains("more than two years ahead"))
            let entered = try await registrar.run(Arguments(schedule + ["\(today)", "--json"]))
            let number = try #require(try entered.json()["candidate"] as? String)
            let assign = ["practical", "assign", number, "--rater", "maya", "--rater", "sam"]
            #expect(try await registrar.run(Arguments(assign)).code == 0)

            let day = CalendarDate(daysSince1970: today.daysSince1970 + 7)
            let move = ["practical", "move", number, "--on"]
            #expect(try await registrar.run(Arguments(move + ["\(day)"])).code == 2)
            let far = try await registrar.run(Arguments(move + ["9999-12-31", "--reason", "x"]))
            #expect(far.code == 1 && far.error.contains("more than two years ahead"))
            let moved = try await registrar.run(Arguments(move + ["\(day)", "--reason", "The room is lost"]))
            #expect(moved.code == 0 && moved.output.contains("is on \(day) now"), "\(moved.error)")
            #expect(moved.output.contains("maya on \(day), sam on \(day)"))

            let cancel = ["practical", "cancel", number, "--reason", "Ill, says Ada", "--reason-class"]
            #expect(try await registrar.run(Arguments(cancel + ["weather"])).code == 2)
            let off = try await registrar.run(Arguments(cancel + ["candidate_absent", "--json"])).json()
            #expect(off["state"] as? String == "cancelled")
            #expect((off["cancelled"] as? [String: Any])?["reason_class"] as? String == "candidate_absent")
            let twice = try await registrar.run(Arguments(cancel + ["institute"]))
            #expect(twice.code == 1 && twice.error.contains("no practical that waits"))

            let listed = try await registrar.run("practical", "candidates", code)
            #expect(listed.output.contains("moved to \(day)") && listed.output.contains("called off: candidate absent"))
            #expect(!listed.output.contains("Ada"))
            for line in listed.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            let states = try items(await registrar.run("practical", "candidates", code, "--json"))
            #expect(states.map { $0["state"] as? String } == ["cancelled", "moved"])
            #expect((states.last?["cancelled"] as? [String: Any])?["moved_to"] as? String == "\(day)")
            #expect(try await registrar.run("practical", "candidates").output.contains("No practical waits"))

            let mails = try items(await registrar.run("mail", "list", "--json")).compactMap { $0["kind"] as? String }
            #expect(
                mails.filter { $0.contains("practical_") }.sorted() == [
                    "mail.practical_cancelled", "mail.practical_moved",
                ]
            )
            #expect(mails.count { $0.contains("rating_cancelled") } == 2)
            let again = try await registrar.run(Arguments(schedule + ["\(today)", "--json"]))
            #expect(try again.json()["try"] as? Int == 1)
        }
    }

    @Test("denied with a class, appealed for the candidate, upheld by another; an override is asked for and seen")
    func appeal() async throws {
        try await asOwner { registrar in
            let (code, claims) = try await database.completedCohort()
            _ = try await database.staff(.decider)
            _ = try await database.member("kim", [.decider])
            try await database.decide(.proposed, code)
            let deny = ["decision", "deny", code, "--reason", "x", "--as", "decider", "--yes"]
            #expect(try await registrar.run(Arguments(deny)).code == 2)
            let denied = try await registrar.run(Arguments(deny + ["--reason-class", "evidence"]))
            #expect(denied.code == 0 && denied.output.contains("how to appeal"), "\(denied.error)")
            let file = ["decision", "appeal", "file", "\(claims[0])", "--words", "By telephone"]
            #expect(try await registrar.run(Arguments(file)).code == 0)
            let open = try items(await registrar.run("decision", "appeal", "list", "--open", "--json"))
            #expect(open.map { $0["state"] as? String } == ["filed"])
            let uphold = ["decision", "appeal", "uphold", "\(claims[0])", "--reason", "So it was", "--as"]
            let same = try await registrar.run(Arguments(uphold + ["decider"]))
            #expect(
                same.code == 1
                    && same.error.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
                        "decided by another decider"
                    )
            )
            // The owner acted as the first, so whoever acts through them is no other.
            #expect(try await registrar.run(Arguments(uphold + ["kim"])).code == 1)
            let kim = try await database.member("kim")
            _ = try await database.registrar.decisions.decideAppeal(of: claims[0], upheld: true, reason: "x", by: kim)
            let listed = try items(await registrar.run("decision", "list", code, "--json"))
            #expect(listed.map { $0["appeal"] as? String } == ["upheld"])
            let override = ["decision", "override", code, "--enrollment", "\(claims[0])"]
            #expect(try await registrar.run(Arguments(override)).code == 2)
            let needless = try await registrar.run(Arguments(override + ["--reason", "x", "--as", "kim"]))
            #expect(needless.code == 1 && needless.error.contains("neither taught nor examined"))
        }
    }
}
