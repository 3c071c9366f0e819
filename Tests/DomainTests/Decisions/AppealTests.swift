import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Appeals", .database)
struct AppealTests {
    let here = TestDatabase.current
    var decisions: Decisions { here.registrar.decisions }

    private func denied() async throws -> (code: String, claim: EnrollmentID) {
        let (code, claims) = try await here.completedCohort()
        try await here.decide(.proposed, code)
        try await here.decide(.denied, code)
        return (code, claims[0])
    }

    private func link(_ claim: EnrollmentID) -> String {
        LinkToken(.appeal, claim).text(sealedWith: TestDatabase.secrets.links)
    }

    @Test("filed by the candidate's link, upheld by another decider, proposed again and granted")
    func upheld() async throws {
        let (code, claim) = try await denied()
        let open = try await decisions.appeal(link: link(claim))
        #expect(open.mayBeFiled && open.reasonClass == .other)
        #expect(try await decisions.fileAppeal(link: link(claim), words: "My card was there.").state == .filed)
        #expect(try await refusal { try await here.decide(.proposed, code) }?.code == "nobody-to-decide-on")
        let decider = try await here.staff(.decider)
        let refused = try await refusal {
            _ = try await decisions.decideAppeal(of: claim, upheld: true, reason: "So it was.", by: decider)
        }
        #expect(refused?.code == "decider-not-independent")
        let other = try await here.member("kim", [.decider])
        let upheld = try await decisions.decideAppeal(of: claim, upheld: true, reason: "So it was.", by: other)
        #expect((upheld.state, upheld.stateBy, upheld.decidedWhy) == (.upheld, "kim", "So it was."))
        try await here.decide(.proposed, code)
        try await here.decide(.granted, code)
        #expect(
            try await decisions.story(of: claim, by: .system).map(\.kind) == [.proposed, .denied, .proposed, .granted]
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("dismissed, the denial stands; it is appealed once, and within 30 days")
    func dismissed() async throws {
        let (code, claim) = try await denied()
        let office = try await here.staff(.registrar)
        #expect(try await decisions.fileAppeal(of: claim, words: "By telephone.", by: office).stateBy == "registrar")
        let other = try await here.member("kim", [.decider])
        #expect(try await decisions.appeals(open: true, by: office).count == 1)
        _ = try await decisions.decideAppeal(of: claim, upheld: false, reason: "Nothing new.", by: other)
        #expect(try await decisions.appeals(open: true, by: office).isEmpty)
        #expect(try await decisions.appeals(open: false, by: office).map(\.state) == [.dismissed])
        let again = try await refusal { _ = try await decisions.fileAppeal(link: link(claim), words: "Please.") }
        #expect(again?.code == "appeal-filed")
        #expect(try await refusal { try await here.decide(.proposed, code) }?.code == "nobody-to-decide-on")
        let twice = try await refusal {
            _ = try await decisions.decideAppeal(of: claim, upheld: true, reason: "After all.", by: other)
        }
        #expect(twice?.code == "appeal-not-open")
    }

    @Test("after 30 days it is too late; taken back, it ends; of nothing denied there is no appeal")
    func late() async throws {
        let (_, claim) = try await denied()
        let office = try await here.staff(.registrar)
        let (_, others) = try await here.completedCohort()
        #expect(try await refusal { _ = try await decisions.appeal(link: link(others[0])) }?.code == "nothing-denied")
        let (_, second) = try await denied()
        _ = try await decisions.fileAppeal(of: second, words: "Wrong.", by: office)
        #expect(try await decisions.withdrawAppeal(of: second, reason: "By mail.", by: office).state == .withdrawn)
        try await here.shiftClock(by: .seconds(31 * 86_400))
        #expect(try await decisions.appeal(of: claim, here).mayBeFiled == false)
        let late = try await refusal { _ = try await decisions.fileAppeal(link: link(claim), words: "Please.") }
        #expect(late?.code == "appeal-too-late")
        await #expect(throws: Refusal.self) { _ = try await decisions.fileAppeal(link: link(claim), words: " ") }
    }

    @Test("whoever denied does not take the appeal back, as nobody who taught does")
    func takenBack() async throws {
        let (_, claim) = try await denied()
        let denier = try await here.service.read { connection in
            try connection.one(
                "SELECT login FROM decision JOIN staff ON staff.id = staff_id WHERE kind = 'denied' ORDER BY decision.id DESC",
                as: String.self
            )
        }
        _ = try await decisions.fileAppeal(link: link(claim), words: "Please look again.")
        for login in [denier, "instructor"] {
            let member = try #require(try await here.registrar.staff.member(login: login))
            let refused = try await refusal {
                _ = try await decisions.withdrawAppeal(of: claim, reason: "They said so.", by: .staff(member))
            }
            #expect(["decider-not-independent", "role-missing"].contains(refused?.code))
        }
        #expect(try await decisions.appeal(of: claim, here).state == .filed)
    }

    @Test(
        "the mail of a denial tells class, way and time of an appeal, and none of staff's words; those after it follow"
    )
    func letters() async throws {
        let (_, claim) = try await denied()
        let letters = try await told()
        let letter = try #require(letters.first { $0.kind == .denied })
        #expect(letter.reason == "another reason, which we tell you when you ask")
        #expect(letter.link == "https://registrar.example/appeals/\(link(claim))")
        let left = try #require(letter.until).timeIntervalSince(letter.now) / 86_400
        #expect((29.9...30).contains(left))
        #expect(!"\(letter)".contains("All requirements are met."))
        _ = try await decisions.fileAppeal(link: link(claim), words: "My card was there.")
        let kim = try await here.member("kim", [.decider])
        _ = try await decisions.decideAppeal(of: claim, upheld: true, reason: "So it was.", by: kim)
        #expect(try await told().map(\.kind) == [.appealUpheld])
    }

    @Test("whose appeal was taken back for them is told so")
    func withdrawnLetter() async throws {
        let (_, claim) = try await denied()
        _ = try await decisions.fileAppeal(link: link(claim), words: "My card was there.")
        _ = try await decisions.withdrawAppeal(of: claim, reason: "By telephone.", by: here.staff(.registrar))
        let letters = try await told()
        #expect(letters.map(\.kind) == [.appealWithdrawn])
        #expect(letters.first?.link == "https://registrar.example/appeals/\(link(claim))")
        #expect(!"\(letters)".contains("By telephone."))
    }

    private func told() async throws -> [CertificateLetter] {
        var letters: [CertificateLetter] = []
        for job in try await here.registrar.jobs.claim(limit: 100, lease: .seconds(60)) {
            if let letter = try await here.registrar.jobs.certificateLetter(for: job) { letters.append(letter) }
            try await here.registrar.jobs.finish(job.id, result: nil)
        }
        return letters
    }
}

extension Decisions {
    fileprivate func appeal(of claim: EnrollmentID, _ here: TestDatabase) async throws -> Appeal {
        try await here.service.read { try $0.appeal(of: claim) }
    }
}
