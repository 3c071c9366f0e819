import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A candidate's own page", .database)
struct CandidatePageTests {
    let here = TestDatabase.current
    var progress: Domain.Progress { here.registrar.progress }

    @Test("shows all of the program with the word on each skill; other links open nothing")
    func opens() async throws {
        let (code, claims) = try await here.seatedCohort()
        try await here.say(ProgressEntry(.completed, "skills", skills: ["A-1"]), of: claims[0], in: code)
        try await here.say(ProgressEntry(.failed, "skills", skills: ["A-2"]), of: claims[0], in: code)
        let page = try await progress.open(link: here.progressLink(of: claims[0]))
        #expect(page.states.count == 9 && page.name.rawValue == "Ada Lovelace" && page.exams.count == 3)
        let skills = try #require(page.states.first { $0.code == "skills" }).id
        #expect(page.word(on: "A-1", of: skills) == .completed && page.word(on: "A-2", of: skills) == .failed)
        #expect(page.word(on: "B-1", of: skills) == nil)
        for purpose in [LinkToken.Purpose.show, .act, .name] {
            let link = LinkToken(purpose, claims[0]).text(sealedWith: TestDatabase.secrets.links)
            #expect(try await refusal { _ = try await progress.open(link: link) }?.code == "link-unknown")
        }
        let own = here.progressLink(of: claims[0])
        #expect(try await refusal { _ = try await here.registrar.seats.open(link: own) }?.code == "link-unknown")
        _ = try await here.registrar.seats.withdraw(claims[0], by: .applicant(claims[0]))
        #expect(try await refusal { _ = try await progress.open(link: own) }?.code == "seat-ended")
    }

    @Test("is mailed to everybody with a seat, and says so again when asked; a result's mail tells no figure")
    func letters() async throws {
        let (code, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let instructor = try await here.staff(.instructor)
        #expect(try await progress.invite(cohort: code, isRehearsal: true, by: instructor).count == 2)
        #expect(try await here.mailKinds(to: "p0@\(code.lowercased()).example").last == "mail.confirmed")
        _ = try await progress.invite(cohort: code, by: instructor)
        _ = try await progress.invite(cohort: code, candidate: "\(claims[0])", by: instructor)
        let kinds = try await here.mailKinds(to: "p0@\(code.lowercased()).example")
        #expect(kinds.suffix(2) == ["mail.progress", "mail.progress"])
        try await here.service.write { try $0.enqueue(.examResult, to: [claims[1]]) }
        let jobs = try await here.registrar.jobs.list(by: .system).filter { $0.kind == "mail.exam_result" }
        let letter = try #require(try await here.registrar.jobs.candidateLetter(for: jobs[0]))
        #expect(letter.link == "https://registrar.example/progress/\(here.progressLink(of: claims[1]))")
        _ = try await here.registrar.seats.withdraw(claims[1], by: .applicant(claims[1]))
        #expect(try await here.registrar.jobs.candidateLetter(for: jobs[0]) == nil)
        let empty = try await here.openCohort()
        let nobody = try await refusal { _ = try await progress.invite(cohort: empty, by: here.staff(.registrar)) }
        #expect(nobody?.code == "nobody-to-invite")
    }

    @Test("takes what the candidate can show, and nothing else; what was typed wrong is told by field")
    func submits() async throws {
        let (_, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        for requirement in ["skills", "days", "theory", "essay", "nothing"] {
            let brought = try BroughtEvidence(to: requirement, file: .sample())
            let refused = try await refusal { _ = try await progress.submit(brought, link: link) }
            #expect(refused?.code == "requirement-closed")
        }
        let hours = try BroughtEvidence(to: "hours", file: .sample(.text), minutes: " 90 ", doneOn: "2026-01-05")
        #expect(try await progress.submit(hours, link: link).states.first { $0.code == "hours" }?.state == .submitted)
        #expect {
            _ = try BroughtEvidence(to: "hours", file: .sample(), minutes: "two", doneOn: "today", validUntil: "1.1.31")
        } throws: {
            Set(($0 as? Refusal)?.problems.map(\.field) ?? []) == ["minutes", "done_on", "valid_until"]
        }
        let old = try BroughtEvidence(to: "card", file: .sample(), validUntil: "2020-01-31")
        #expect(
            try await refusal { _ = try await progress.submit(old, link: link) }?.problems.map(\.field) == [
                "valid_until"
            ]
        )
    }
}
