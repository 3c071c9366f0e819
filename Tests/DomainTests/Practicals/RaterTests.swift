import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Who rates, and when", .database)
struct RaterTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    private func refused(_ statement: SQL) async -> String? {
        await constraint { _ = try await here.service.write { try $0.execute(statement) } }
    }

    private func acting(_ login: String, through owner: StaffID) async throws -> Actor {
        guard case .staff(var member) = try await here.member(login) else { throw Unexpected() }
        member.operatorID = owner
        return .staff(member)
    }

    @Test(
        "two accounts of one mail address are one rater, to be asked and to rate, by the operation and by the database"
    )
    func twins() async throws {
        let (_, claims) = try await here.practicalCohort()
        for login in ["maya", "sam"] { _ = try await here.member(login) }
        let twin = try await here.registrar.staff.add(
            login: "maya2",
            name: "Maya",
            email: "Maya@institute.example",
            roles: [.examiner],
            by: .system
        )
        let office = try await here.staff(.registrar)
        let number = try await practicals.schedule(claims[0], on: here.today(), by: office).candidate
        let both = try await refusal { _ = try await practicals.assign(["maya", "maya2"], to: number, by: office) }
        #expect(both?.code == "rater-not-another")
        #expect(both?.message.hasPrefix("maya and maya2 have one mail address") == true)
        _ = try await practicals.assign(["maya", "sam"], to: number, by: office)
        let instead = { (gone: String) in
            try await refusal {
                _ = try await practicals.assign(["maya2"], to: number, insteadOf: gone, by: office)
            }
        }
        #expect(try await instead("sam")?.code == "rater-not-another")
        let asked: SQL =
            "UPDATE rating_task SET rater_id = \(twin.id) WHERE rater_id = (SELECT id FROM staff WHERE login = 'sam')"
        #expect(
            await constraint {
                try await here.service.write {
                    _ = try $0.execute(
                        """
                        INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
                        SELECT attempt_id, \(twin.id), on_day, staff_id FROM rating_task LIMIT 1
                        """
                    )
                }
            } == "raters_are_different_persons"
        )
        // Past that, the second rating of the same human is refused by itself.
        try await here.force("ALTER TABLE rating_task DISABLE TRIGGER USER")
        try await here.force(asked)
        try await practicals.rate(number, here.levels(2), by: here.member("maya"))
        let again = try await refusal { try await practicals.rate(number, here.levels(2), by: .staff(twin)) }
        #expect(again?.code == "rater-not-another")
        #expect(
            await constraint {
                try await here.service.write {
                    _ = try $0.execute(
                        """
                        INSERT INTO rating (task_id, levels)
                        SELECT id, \(Array(repeating: 2, count: 12)) FROM rating_task WHERE rater_id = \(twin.id)
                        """
                    )
                }
            } == "raters_are_different_persons"
        )
    }

    @Test("two raters reached through one owner are one person: by the operation and by the database")
    func throughAnOwner() async throws {
        let (_, claims) = try await here.practicalCohort(["Ada", "Bo"])
        let entered = try await here.schedulePractical(claims[0])
        let owner = try #require(try await here.staff(.owner).staff?.id)
        try await practicals.rate(entered.candidate, here.levels(2), by: acting("maya", through: owner))
        let second = try await refusal {
            try await practicals.rate(entered.candidate, here.levels(2), by: acting("sam", through: owner))
        }
        #expect(second?.code == "rater-not-another" && second?.kind == .forbidden)
        let sams = try #require(entered.raters.first { $0.login == "sam" }).task
        let levels = Array(repeating: 2, count: 12)
        #expect(
            await refused("INSERT INTO rating (task_id, levels, operator_id) VALUES (\(sams), \(levels), \(owner))")
                == "raters_are_different_persons"
        )
        // By their own link, sam is another.
        try await practicals.rate(link: here.ratingLink(of: "sam", entered), here.levels(2))

        // An owner who is asked to rate, and acts as the other rater.
        _ = try await here.registrar.staff.changeRoles(login: "owner", grant: [.examiner], withdraw: [], by: .system)
        let other = try await here.schedulePractical(claims[1], raters: ["owner", "sam"])
        try await practicals.rate(other.candidate, here.levels(2), by: here.staff(.owner))
        let own = try await refusal {
            try await practicals.rate(other.candidate, here.levels(2), by: acting("sam", through: owner))
        }
        #expect(own?.code == "rater-not-another")
    }

    @Test("before its day nobody rates: not by the link, not by the command, and not past both")
    func early() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        for rater in ["maya", "sam"] { _ = try await here.member(rater) }
        let entered = try await practicals.schedule(claims[0], on: here.day(1), by: office)
        let asked = try await practicals.assign(["maya", "sam"], to: entered.candidate, by: office)
        let byLink = try await refusal {
            try await practicals.rate(link: here.ratingLink(of: "maya", asked), here.levels(2))
        }
        let byCommand = try await refusal {
            try await practicals.rate(asked.candidate, here.levels(2), by: here.member("maya"))
        }
        #expect(byLink?.code == "rating-not-open" && byCommand?.code == "rating-not-open")
        let insert: SQL = """
            INSERT INTO rating (task_id, levels)
            VALUES (\(try #require(asked.raters.first).task), \(Array(repeating: 2, count: 12)))
            """
        #expect(await refused(insert) == "rating_comes_of_an_open_task")
        try await here.shiftClock(by: .seconds(86_400))
        try await practicals.rate(asked.candidate, here.levels(2), by: here.member("maya"))
    }

    @Test("after the decision no third rater is asked, and one who was asked before rates no more")
    func afterTheDecision() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        for rater in ["kim", "lee", "max"] { _ = try await here.member(rater) }
        let entered = try await here.schedulePractical(claims[0])
        // Maya's and Sam's day goes by; Kim and Lee rate in their place.
        try await here.shiftClock(by: .seconds(86_400))
        _ = try await practicals.assign(["kim", "lee"], to: entered.candidate, on: here.today(), by: office)
        for rater in ["kim", "lee"] {
            try await practicals.rate(entered.candidate, here.levels(2), by: here.member(rater))
        }
        let late = try await refusal {
            try await practicals.rate(entered.candidate, here.levels(0), by: here.member("maya"))
        }
        #expect(late?.code == "rating-over" && late?.message.contains("Others have rated") == true)
        let third = try await refusal {
            _ = try await practicals.assign(["max"], to: entered.candidate, on: here.today(), by: office)
        }
        #expect(third?.code == "no-open-practical")
        let maya = try #require(entered.raters.first { $0.login == "maya" }).task
        for statement in [
            "INSERT INTO rating (task_id, levels) VALUES (\(maya), \(Array(repeating: 0, count: 12)))",
            """
            INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
            SELECT \(entered.id), staff.id, current_date, staff.id FROM staff WHERE login = 'max'
            """,
        ] as [SQL] {
            #expect(await refused(statement) == "decided_practical_takes_no_rating", "\(statement.text)")
        }
        let ratings: Int = try await here.service.read { try $0.one("SELECT count(*) FROM rating") }
        #expect(ratings == 2)
    }
}
