import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Two addresses of one human", .database)
struct MergeTests {
    let here = TestDatabase.current
    var people: People { here.registrar.people }

    private func key(_ name: String) throws -> PersonKey { try PersonKey(typed: "\(name)@example.org") }

    private func code(_ body: () async throws -> Void) async throws -> String? { try await refusal(body)?.code }

    /// Somebody with a confirmed seat and a confirmed wish for the list, each cohort of their own.
    @discardableResult
    private func somebody(_ name: String, in cohort: String? = nil, subscribe: Bool = false) async throws
        -> EnrollmentID
    {
        var code = cohort
        if code == nil { code = try await here.openCohort() }
        let id = try await here.reserve(code ?? "", "\(name)@example.org", name: "Ada", subscribe: subscribe).id
        _ = try await here.registrar.seats.confirm(id, by: .applicant(id))
        return id
    }

    @Test("merged they are one person to read, history stays, links go on, and a consent stays that of its address")
    func merge() async throws {
        let (mine, theirs) = (try await somebody("new"), try await somebody("old", subscribe: true))
        let events = try await here.events(of: theirs)
        #expect(try await people.show(key("old"), by: .system).consent == "confirmed")
        let plan = try await people.planMerge(key("new"), with: key("old"), by: here.staff(.owner))
        #expect(plan.lines.map(\.subject) == ["person \(plan.other)", "enrollment \(theirs)", "e-mail list"])
        #expect(plan.lines.last?.words.contains("must confirm for itself") == true)
        #expect(!plan.isApplied && plan.emails.map(\.rawValue) == ["new@example.org"])
        let owner = try await here.staff(.owner)
        let done = try await people.merge(key("new"), with: key("old"), hash: plan.hash, by: owner)
        #expect(done.isApplied)

        let record = try await people.show(key("old"), by: .system)
        #expect(record.id == plan.person && record.claims.map(\.id) == [mine, theirs])
        #expect(record.addresses.map(\.email.rawValue) == ["new@example.org", "old@example.org"])
        #expect(try await here.events(of: theirs) == events)
        let link = LinkToken(.act, theirs).text(sealedWith: TestDatabase.secrets.links)
        #expect(try await here.registrar.seats.open(link: link).status.id == theirs)
        let listed: Int = try await here.service.read { try $0.one("SELECT count(*) FROM subscriber") }
        #expect(listed == 0)
        #expect(try await here.brokenInvariants() == [])
        #expect(try await here.registrar.audit.verify(by: .system).broken == [])
    }

    @Test("by either address one human gets one seat in a cohort, when reserving, when moved and when carried over")
    func once() async throws {
        let cohort = try await here.openCohort()
        try await somebody("new", in: cohort)
        let theirs = try await somebody("old")
        try await here.merge(key("new"), with: key("old"))
        let request = try ReservationRequest(cohort: cohort, name: "Ada", email: "old@example.org")
        guard case .known = try await here.registrar.seats.reserve(request, by: .visitor) else {
            Issue.record("a second seat for one human")
            return
        }
        let moved = try await code { _ = try await here.registrar.seats.transfer(theirs, to: cohort, by: .system) }
        #expect(moved == "already-there")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a claim is not restored beside that of the same human under another address")
    func restoredOnce() async throws {
        let cohort = try await here.openCohort()
        let removed = try await somebody("old", in: cohort)
        try await somebody("new")
        let why = try StaffReason(.hardship, "Told us on the telephone")
        _ = try await here.registrar.seats.remove(removed, because: why, by: here.staff(.registrar))
        try await here.merge(key("new"), with: key("old"))
        try await somebody("new", in: cohort)
        let staff = try await here.staff(.registrar)
        let refused = try await code { _ = try await here.registrar.seats.restore(removed, because: why, by: staff) }
        #expect(refused == "person-is-back")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("two addresses of one human in one batch get one seat")
    func batch() async throws {
        for name in ["new", "old"] { try await somebody(name) }
        try await here.merge(key("new"), with: key("old"))
        let cohort = try await here.openCohort()
        let requests = try ["old", "new"].map {
            try SealedRequest(
                ReservationRequest(cohort: cohort, name: "Ada", email: "\($0)@example.org"),
                by: .visitor,
                secrets: TestDatabase.secrets
            )
        }
        let answers = try await here.service.write { try ReservationBatch(requests).carryOut(on: $0) }
        let entered = try answers.map { answer in
            if case .entered = try answer.get() { true } else { false }
        }
        #expect(entered == [true, false])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("who are in one cohort are not merged, and the rows that stand in the way are named")
    func live() async throws {
        let cohort = try await here.openCohort()
        let (mine, theirs) = (try await somebody("new", in: cohort), try await somebody("old", in: cohort))
        let refused = try await refusal { try await here.merge(key("new"), with: key("old")) }
        #expect(refused?.code == "both-live")
        #expect(refused?.message.contains("enrollment \(mine) (confirmed) and \(theirs) (confirmed)") == true)
        _ = try await here.registrar.seats.withdraw(theirs, by: .applicant(theirs))
        try await here.merge(key("new"), with: key("old"))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("nobody is merged with themselves, twice, in a ring, when erased, by others than owners, or by an old plan")
    func refusals() async throws {
        for name in ["a", "b", "c", "gone"] { try await somebody(name) }
        try await here.erase(key("gone"))
        let gone: PersonID = try await here.service.read {
            try $0.one("SELECT id FROM person WHERE erased_at IS NOT NULL")
        }
        #expect(try await code { try await here.merge(key("a"), with: key("a")) } == "same-person")
        #expect(try await code { try await here.merge(key("a"), with: key("nobody")) } == "person-unknown")
        #expect(try await code { try await here.merge(key("a"), with: .id(gone)) } == "erased-already")
        #expect(try await code { try await here.merge(.id(gone), with: key("a")) } == "erased-already")
        let registrar = try await here.staff(.registrar)
        #expect(
            try await code { _ = try await people.planMerge(key("a"), with: key("b"), by: registrar) } == "role-missing"
        )
        let plan = try await people.planMerge(key("a"), with: key("b"), by: here.staff(.owner))
        try await somebody("b")
        let owner = try await here.staff(.owner)
        #expect(
            try await code { _ = try await people.merge(key("a"), with: key("b"), hash: plan.hash, by: owner) }
                == "plan-changed"
        )
        try await here.merge(key("a"), with: key("b"))
        #expect(try await code { try await here.merge(key("c"), with: key("b")) } == "merged-already")
        #expect(try await code { try await here.merge(key("b"), with: key("a")) } == "same-person")
        #expect(try await code { _ = try await people.unmerge(key("a"), by: owner) } == "not-merged")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("chains become steps: who came along goes with whom they came, and back with them")
    func chain() async throws {
        for name in ["a", "b", "c"] { try await somebody(name) }
        try await here.merge(key("b"), with: key("c"))
        let plan = try await here.merge(key("a"), with: key("b"))
        #expect(plan.lines.map(\.words).contains("comes along"))
        let all = try await people.show(key("c"), by: .system)
        #expect(all.id == plan.person && all.claims.count == 3)
        #expect(try await here.brokenInvariants() == [])
        for target in ["b", "c"] {
            await #expect {
                try await here.force(
                    """
                    UPDATE person
                    SET merged_into = (SELECT id FROM person WHERE email = \(target + "@example.org"))
                    WHERE email = 'a@example.org'
                    """
                )
            } throws: {
                ($0 as? PostgresError)?.constraint == "merged_people_are_one_step_apart"
            }
        }
        let parted = try await people.unmerge(key("b"), by: here.staff(.owner))
        #expect(parted.was == plan.person && parted.person == plan.other)
        #expect(try await people.show(key("a"), by: .system).claims.count == 1)
        #expect(try await people.show(key("c"), by: .system).id == plan.other)
        #expect(try await people.show(key("b"), by: .system).claims.count == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("people on whom a hold stands are not parted, and the hold is named")
    func held() async throws {
        for name in ["new", "old"] { try await somebody(name) }
        let other = try await here.merge(key("new"), with: key("old")).other
        let owner = try await here.staff(.owner)
        let person = try await people.hold(key("old"), because: "A dispute.", by: owner)
        let refused = try await refusal { _ = try await people.unmerge(.id(other), by: owner) }
        #expect(refused?.code == "person-on-hold" && refused?.message.contains("person \(person) since") == true)
        _ = try await people.release(key("old"), by: owner)
        #expect(try await people.unmerge(.id(other), by: owner).was == person)
    }

    @Test("a merge that exams rest on stays; before that it is undone")
    func rests() async throws {
        try await here.importExam()
        let first = try await here.examinees(retakes: #"{"attempts": 3, "waiting_days": []}"#)[0]
        try await here.sit(first.link, rightly: false)
        let second = try await here.examinees(["Bo"], retakes: #"{"attempts": 3, "waiting_days": []}"#)[0]
        let keys = try await [PersonKey.id(here.person(of: first.claim)), .id(here.person(of: second.claim))]
        let plan = try await here.merge(keys[0], with: keys[1])
        #expect(!plan.lines.map(\.subject).contains("exams"))
        _ = try await people.unmerge(keys[1], by: here.staff(.owner))
        let back = try await here.merge(keys[1], with: keys[0])
        #expect(back.lines.last?.words == "tries count as one person's from then on: 0 and 1")
        let attempt = try await here.sit(second.link)
        #expect(attempt.number == 2)
        let owner = try await here.staff(.owner)
        let refused = try await refusal { _ = try await people.unmerge(keys[0], by: owner) }
        #expect(refused?.code == "merge-relied-on" && refused?.message.contains("attempt \(attempt.id)") == true)
        // That all became one with somebody else since is another step of the same merge.
        try await here.subscribe("c@example.org")
        try await here.merge(key("c"), with: keys[1])
        #expect(try await code { _ = try await people.unmerge(keys[0], by: owner) } == "merge-relied-on")
        _ = try await people.unmerge(keys[1], by: owner)
        #expect(try await code { _ = try await people.unmerge(keys[0], by: owner) } == "merge-relied-on")
        #expect(try await here.brokenInvariants().filter { $0 != "frozen_versions_never_change" } == [])
    }

    @Test("a proposal of an import is answered by merging, and mail about an old certificate finds its address")
    func legacy() async throws {
        try await here.importRecords(
            TestDatabase.records(
                "1,Ada Lovelace,ada@example.org,MES,,2025,2099,,,Houston",
                "2,Ada Lovelace,ada@example.org,MES,,2025,2099,,,Houston"
            )
        )
        let proposal = try #require(try await people.mergeProposals(by: .system).first)
        let (old, own) = (PersonKey.id(proposal.personId), PersonKey.id(proposal.otherId))
        #expect(try await code { try await here.merge(old, with: own) } == "address-missing")
        let plan = try await here.merge(own, with: old)
        #expect(plan.lines.last?.words == "answered: 1")
        #expect(try await people.mergeProposals(by: .system).isEmpty)
        let certificate = try await here.registrar.certificates.require("2")
        try await here.service.write { try $0.enqueue(.registerInvited, about: [certificate.id]) }
        let emails = try await here.registrar.jobs.list(limit: 100, by: .system)
            .filter { $0.certificateId == certificate.id }.map(\.email?.rawValue)
        #expect(emails.allSatisfy { $0 == "ada@example.org" } && !emails.isEmpty)
        #expect(try await here.brokenInvariants() == [])
    }
}
