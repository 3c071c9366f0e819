import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What no longer holds is not issued", .database)
struct HeldBackTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private struct Season {
        let form: SampleForm
        let cohort: String
        let claims: [EnrollmentID]
        let rescore: RescorePlan
    }

    /// Proposed candidates who passed their written exam by a point; a rescore that would fail all of them is asked for.
    private func season(_ names: [String] = ["Ada"]) async throws -> Season {
        let form = try await here.sampleForm(keys: [1, 1, 1], cut: 3)
        let (cohort, claims) = try await here.completedCohort(names)
        let reopened = try ProgressEntry(.reopened, "written-exam", note: "It was sat.")
        for claim in claims {
            try await here.say(reopened, of: claim, in: cohort, by: .registrar)
            try await here.sitAndScore(form, claim, [1, 1, 1])
        }
        try await here.decide(.proposed, cohort)
        let request = try RescoreRequest(form: form.name, keys: ["I-03=B"], reason: "The source was wrong.")
        let rescore = try await here.registrar.scores.planRescore(request, by: here.staff(.examiner))
        #expect(rescore.flips.count == claims.count)
        return Season(form: form, cohort: cohort, claims: claims, rescore: rescore)
    }

    private func rescore(_ season: Season) async throws {
        let decider = try await here.staff(.decider)
        let plan = try await here.registrar.scores.rescorePlan(season.rescore.request, by: decider)
        _ = try await here.registrar.scores.applyRescore(form: season.form.name, hash: plan.hash, by: decider)
    }

    private func scope(_ season: Season) -> IssueScope { .cohort(season.cohort, enrollments: []) }

    private func plan(_ season: Season) async throws -> IssuePlan {
        try await certificates.planIssue(scope(season), by: here.staff(.registrar))
    }

    private func issue(_ season: Season, _ plan: IssuePlan) async throws -> IssuePlan {
        try await certificates.issue(scope(season), hash: plan.hash, by: here.staff(.registrar))
    }

    @Test(
        "a grant whose exam a rescore flipped is held back with the reason; nothing is issued, and the database refuses too"
    )
    func held() async throws {
        let season = try await season()
        try await here.decide(.granted, season.cohort)
        _ = try await here.registrar.keys.create(by: .system)
        try await here.shiftClock(by: .seconds(15 * 86_400))
        let before = try await plan(season)
        #expect(before.ready == 1 && before.held.isEmpty)
        try await rescore(season)
        #expect(try await refusal { _ = try await issue(season, before) }?.code == "plan-changed")
        let shown = try await plan(season)
        #expect(shown.ready == 0)
        #expect(shown.held.map(\.outcome.words) == ["held back: MES written examination (rescored, not passed)"])
        #expect(try await issue(season, shown).issued == 0)
        let rows: Int = try await here.service.read { try $0.one("SELECT count(*) FROM certificate") }
        #expect(rows == 0)
        let broken = await constraint {
            try await here.force(
                """
                INSERT INTO certificate (
                    id, prefix, decision_id, person_id, program_version_id, state_since, first_issued_at, valid_from,
                    is_test, name, subject
                )
                SELECT '7K3M9QRT2WR', 'MES', decision.id, enrollment.person_id, cohort.program_version_id, now(), now(),
                    now(), true, 'Ada', gen_random_uuid()
                FROM decision
                JOIN enrollment ON enrollment.id = decision.enrollment_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE decision.kind = 'granted'
                """
            )
        }
        #expect(broken == "certificate_rests_on_a_grant_that_holds")
        let listed = try await here.registrar.decisions.candidates(code: season.cohort, by: .system)
        #expect(listed.map(\.doubt) == ["MES written examination (rescored, not passed)"])
    }

    @Test("deferred and granted again once all is met, it is issued by the later decision")
    func again() async throws {
        let season = try await season()
        try await here.decide(.granted, season.cohort)
        try await rescore(season)
        #expect(try await refusal { try await here.decide(.deferred, season.cohort) }?.code == "nobody-to-decide-on")
        try await here.decide(.deferred, season.cohort, season.claims)
        #expect(try await refusal { _ = try await plan(season) }?.code == "nothing-to-issue")
        let link = here.nameLink(of: season.claims[0])
        #expect(try await refusal { _ = try await certificates.name(link: link) }?.code == "link-unknown")
        let waived = try ProgressEntry(.waived, "written-exam", note: "By the board, on appeal.")
        try await here.say(waived, of: season.claims[0], in: season.cohort, by: .registrar)
        try await here.decide(.granted, season.cohort)
        let issued = try await here.issue(season.cohort)
        #expect(issued.issued == 1)
        let story = try await here.registrar.decisions.story(of: season.claims[0], by: .system)
        #expect(story.map(\.kind) == [.proposed, .granted, .deferred, .granted])
        #expect(issued.lines.map(\.outcome.decision) == [story[3].id])
        // What a certificate rests on is not decided anew.
        let reopened = try ProgressEntry(.reopened, "written-exam", note: "After all.")
        try await here.say(reopened, of: season.claims[0], in: season.cohort, by: .registrar)
        #expect(try await refusal { try await here.decide(.denied, season.cohort, season.claims) }?.kind == .invalid)
        #expect(
            await constraint {
                try await here.service.write { try $0.insert("denied", season.claims[0], by: "decider") }
            } == "decision_follows_a_proposal"
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("denied after it was granted, the candidate is told how to appeal, and no certificate is issued")
    func denied() async throws {
        let season = try await season()
        try await here.decide(.granted, season.cohort)
        try await rescore(season)
        try await here.decide(.denied, season.cohort, season.claims)
        #expect(try await refusal { _ = try await plan(season) }?.code == "nothing-to-issue")
        let told = try await here.mailKinds(to: "p0@\(season.cohort.lowercased()).example")
        #expect(told.last == "mail.certification_denied")
        let link = LinkToken(.appeal, season.claims[0]).text(sealedWith: TestDatabase.secrets.links)
        #expect(try await here.registrar.decisions.appeal(link: link).mayBeFiled)
    }

    @Test(
        "a waiver or a reopening after the grant is seen by somebody who decides; a card that expires takes nothing back"
    )
    func since() async throws {
        let season = try await season(["Ada", "Bo", "Cy"])
        try await here.decide(.granted, season.cohort)
        let notes: [(Int, ProgressEntry.Kind)] = [(0, .waived), (1, .reopened)]
        for (place, kind) in notes {
            let entry = try ProgressEntry(kind, place == 0 ? "written-exam" : "cpr-card", note: "Later.")
            try await here.say(entry, of: season.claims[place], in: season.cohort, by: .registrar)
        }
        let doubts = try await plan(season).lines.map(\.outcome.doubt)
        #expect(doubts[0] == "MES written examination (waived since)")
        #expect(doubts[1]?.hasSuffix("(incomplete)") == true)
        #expect(doubts[2] == nil)
        // Another card from the candidate is to be looked at; it takes no doubt away by itself.
        try await here.force(
            """
            INSERT INTO progress_event (enrollment_id, requirement_id, kind)
            SELECT enrollment_id, requirement_id, 'submitted'
            FROM progress_event
            JOIN requirement ON requirement.id = requirement_id
            WHERE progress_event.kind = 'reopened' AND requirement.code = 'cpr-card'
            """
        )
        #expect(try await plan(season).lines[1].outcome.doubt?.hasSuffix("(submitted)") == true)
    }

    @Test(
        "a grant and a rescore at once: whatever was granted on a score that fails now is held back",
        arguments: 1...6
    )
    func race(_: Int) async throws {
        let season = try await season(["Ada", "Bo", "Cy", "Dee"])
        _ = try await here.staff(.decider)
        let granted = await withTaskGroup(of: EnrollmentID?.self) { group in
            for claim in season.claims {
                group.addTask { (try? await here.decide(.granted, season.cohort, [claim])) == nil ? nil : claim }
            }
            group.addTask {
                try? await rescore(season)
                return nil
            }
            return await group.reduce(into: Set<EnrollmentID>()) { if let claim = $1 { $0.insert(claim) } }
        }
        // A plan of the rescore that a grant overtook is made again.
        let isApplied: Bool = try await here.service.read { try $0.one("SELECT approved_at IS NOT NULL FROM rescore") }
        if !isApplied { try await rescore(season) }
        let failing: [EnrollmentID] = try await here.service.read { connection in
            try connection.all(
                """
                SELECT decision.enrollment_id
                FROM decision
                JOIN attempt ON attempt.enrollment_id = decision.enrollment_id
                CROSS JOIN LATERAL (
                    SELECT passed FROM score WHERE attempt_id = attempt.id ORDER BY number DESC LIMIT 1
                ) AS latest
                WHERE decision.kind = 'granted' AND NOT latest.passed
                """
            )
        }
        #expect(Set(failing) == granted)
        let held = granted.isEmpty ? [] : try await plan(season).held.map(\.outcome.enrollment)
        #expect(Set(held) == granted)
        for claim in season.claims where !granted.contains(claim) {
            #expect(try await refusal { try await here.decide(.granted, season.cohort, [claim]) }?.kind == .invalid)
        }
    }
}
