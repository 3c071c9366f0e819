import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

/// Five items whose third has a wrong key: who chose what is really right is one point short.
private struct Season {
    let form: SampleForm
    let cohort: String
    let claims: [EnrollmentID]
    let attempts: [AttemptID]
}

@Suite("A rescore takes two persons", .database)
struct RescoreTests {
    let here = TestDatabase.current
    var scores: Scores { here.registrar.scores }

    /// At a cut of 3: Ada has 2 points and would have 3; Bo 3 and would have 2; Cy 5 and keeps 4; Dee keeps 4.
    private func season() async throws -> Season {
        let form = try await here.sampleForm(keys: [1, 1, 1, 1, 1], cut: 3)
        let (cohort, claims) = try await here.completedCohort(["Ada", "Bo", "Cy", "Dee"])
        let answers: [[Int?]] = [[1, 1, 2, nil, 4], [1, 2, 1, 1, nil], [1, 1, 1, 1, 1], [1, 1, 4, 1, 1]]
        var attempts: [AttemptID] = []
        for (claim, own) in zip(claims, answers) {
            attempts.append(try await here.sitAndScore(form, claim, own))
        }
        return Season(form: form, cohort: cohort, claims: claims, attempts: attempts)
    }

    private func ask(_ season: Season, by role: StaffMember.Role = .examiner) async throws -> RescorePlan {
        let request = try RescoreRequest(form: season.form.name, keys: ["I-03=B"], reason: "The source was wrong.")
        return try await scores.planRescore(request, by: here.staff(role))
    }

    private func raws(_ attempt: AttemptID) async throws -> [Int] {
        try await here.service.read {
            try $0.all("SELECT raw::bigint FROM score WHERE attempt_id = \(attempt) ORDER BY number")
        }
    }

    @Test("the plan names everyone whose points change and whose result flips, by number; nothing changes yet")
    func plan() async throws {
        let season = try await season()
        let plan = try await ask(season)
        let flips = try await [here.number(of: season.claims[0]), here.number(of: season.claims[1])]
        #expect(plan.flips.map(\.candidate.rawValue) == flips)
        #expect(plan.attempts.map(\.becomes.raw) == [3, 2, 4])
        #expect(plan.attempts.map(\.becomes.passed) == [true, false, true])
        #expect(plan.items == [.init(code: "I-03", keyVersion: 1)])
        #expect(plan.reason == "The source was wrong." && plan.askedBy == "examiner" && !plan.isApplied)
        for attempt in season.attempts { #expect(try await raws(attempt).count == 1) }
        #expect(try await ask(season).hash == plan.hash)
        let kept: [String] = try await here.service.read { try $0.all("SELECT outcomes::text FROM plan") }
        #expect(kept.allSatisfy { !$0.contains("option") })
    }

    @Test("a decider applies it: new keys, scores that supersede with reason and approver, and mail to those who flip")
    func applied() async throws {
        let season = try await season()
        let plan = try await ask(season)
        let applied = try await scores.applyRescore(form: season.form.name, hash: plan.hash, by: here.staff(.decider))
        #expect(applied.isApplied && applied.flips.count == 2)
        #expect(try await raws(season.attempts[0]) == [2, 3])
        #expect(try await raws(season.attempts[1]) == [3, 2])
        #expect(try await raws(season.attempts[2]) == [5, 4])
        #expect(try await raws(season.attempts[3]) == [4])
        let keys: [Int] = try await here.owner.read {
            try $0.all("SELECT option::bigint FROM item_key WHERE approved_by IS NOT NULL")
        }
        #expect(keys == [2])
        let all = try await scores.results(of: season.cohort, superseded: true, by: here.staff(.examiner))
        #expect(all.count == 7 && all.count { $0.isSuperseded } == 3)
        #expect(all.filter { $0.number == 2 }.allSatisfy { $0.approvedBy == "decider" && $0.reason != nil })
        let now = try await scores.results(of: season.form.name, by: here.staff(.examiner))
        #expect(now.count == 4 && now.allSatisfy { !$0.isSuperseded })
        for (place, count) in [1, 1, 0, 0].enumerated() {
            let kinds = try await here.mailKinds(to: "p\(place)@\(season.cohort.lowercased()).example")
            #expect(kinds.count { $0 == "mail.exam_result" } == count)
        }
        #expect(try await here.brokenInvariants() == [])
        // A score after it goes by the new key.
        let later = try await here.sitAndScore(season.form, season.claims[3], [nil, nil, 2, nil, nil], number: 2)
        #expect(try await raws(later) == [1])
    }

    @Test("whoever asked does not approve, nor does an owner as somebody else; only a decider may")
    func secondPerson() async throws {
        let season = try await season()
        let plan = try await ask(season)
        guard case .staff(let examiner) = try await here.staff(.examiner),
            case .staff(let owner) = try await here.staff(.owner),
            case .staff(let decider) = try await here.staff(.decider)
        else { return }
        _ = try await here.registrar.staff.changeRoles(
            login: "examiner",
            grant: [.decider],
            withdraw: [],
            by: here.staff(.owner)
        )
        let both = try await here.staff(.examiner)
        var acted = decider
        acted.operatorID = owner.id
        for (actor, code) in [
            (both, "second-person-missing"), (Actor.staff(acted), "second-person-missing"),
            (try await here.staff(.owner), "role-missing"), (.visitor, "staff-only"),
        ] {
            let refused = try await refusal {
                _ = try await scores.applyRescore(form: season.form.name, hash: plan.hash, by: actor)
            }
            #expect(refused?.code == code)
        }
        // The database says so by itself.
        for (approver, constraint) in [
            (examiner.id, "rescore_takes_two_persons"), (owner.id, "rescore_is_approved_by_a_decider"),
        ] {
            #expect(
                await constraintBroken {
                    """
                    UPDATE rescore
                    SET approved_by = \(approver), approved_at = registrar_clock()
                    WHERE id = \(plan.request)
                    """
                } == constraint
            )
        }
        #expect(
            await constraintBroken {
                """
                INSERT INTO score (
                    attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest,
                    staff_id, approved_by, payload_id, digest
                )
                SELECT
                    attempt_id, 2, 5, items, cut, 800, areas, answers_digest, keys_digest,
                    \(examiner.id), \(examiner.id), 1, answers_digest
                FROM score
                WHERE attempt_id = \(season.attempts[0])
                """
            } == "a_rescore_has_a_reason_and_an_approver"
        )
        #expect(
            await constraintBroken {
                """
                INSERT INTO score (
                    attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest,
                    staff_id, approved_by, payload_id, digest, rescore_id
                )
                SELECT
                    attempt_id, 2, 5, items, cut, 800, areas, answers_digest, keys_digest,
                    \(examiner.id), \(decider.id), 1, answers_digest, \(plan.request)
                FROM score
                WHERE attempt_id = \(season.attempts[0])
                """
            } == "rescored_as_approved"
        )
    }

    @Test("a plan that no longer holds is refused with what changed; a plan carried out is refused the second time")
    func stale() async throws {
        let season = try await season()
        let plan = try await ask(season)
        _ = try await here.sitAndScore(season.form, season.claims[3], [1, nil, 2, nil, nil], number: 2)
        let decider = try await here.staff(.decider)
        let changed = try await refusal {
            _ = try await scores.applyRescore(form: season.form.name, hash: plan.hash, by: decider)
        }
        #expect(changed?.code == "plan-changed" && changed?.message.contains("is new (1 points") == true)
        let again = try await scores.rescorePlan(plan.request, by: decider)
        #expect(again.hash != plan.hash && again.attempts.count == 4)
        _ = try await scores.applyRescore(form: season.form.name, hash: again.hash, by: decider)
        for (hash, code) in [(again.hash, "rescore-applied"), ("00", "plan-unknown")] {
            let refused = try await refusal {
                _ = try await scores.applyRescore(form: season.form.name, hash: hash, by: decider)
            }
            #expect(refused?.code == code)
        }
    }

    @Test("after an appeal one attempt is scored again, and has a new score even where nothing changes")
    func appeal() async throws {
        let season = try await season()
        _ = try await scores.results(of: season.cohort, by: here.staff(.examiner))
        let number = try await here.number(of: season.claims[0])
        let request = try RescoreRequest(form: season.form.name, candidate: number, reason: "Appeal of the candidate.")
        let plan = try await scores.planRescore(request, by: here.staff(.examiner))
        #expect(plan.attempts.map(\.candidate.rawValue) == [number] && plan.flips.isEmpty && plan.items.isEmpty)
        _ = try await scores.applyRescore(form: season.form.name, hash: plan.hash, by: here.staff(.decider))
        #expect(try await raws(season.attempts[0]) == [2, 2])
        #expect(try await raws(season.attempts[1]) == [3])
    }

    @Test("an item on two forms moves the scores of both; a granted certification is named beside a flip")
    func twoForms() async throws {
        let season = try await season()
        try await here.decide(.proposed, season.cohort)
        try await here.decide(.granted, season.cohort, [season.claims[1]])
        let other = try await here.sampleForm(keys: [1], cut: 1)
        try await here.force("ALTER TABLE form_item DISABLE TRIGGER form_item_is_of_the_exam")
        try await here.force(
            """
            INSERT INTO form_item (form_id, position, item_id, is_scored)
            SELECT \(other.id), 2, item_id, true
            FROM form_item
            WHERE form_id = \(season.form.id) AND position = 3
            """
        )
        let attempt = try await here.sitAndScore(other, season.claims[3], [2, 2], number: 2)
        let plan = try await ask(season)
        #expect(plan.attempts.last?.attempt == attempt && plan.attempts.last?.form == "\(other.name).1")
        #expect(plan.attempts.map(\.decision) == [.proposed, .granted, .proposed, .proposed])
        #expect(plan.outcomes.last?.words == "0 points, failed, become 1 points, passed, certification proposed")
    }

    @Test("what cannot be a rescore is refused in words that repeat no option")
    func badRequests() async throws {
        let season = try await season()
        for keys in [["I-03"], ["I-03=BC"], ["I-03=B", "I-03=C"], ["=B"], ["I-03=A/B"], ["I-03="], []] {
            let refused = try await refusal { _ = try RescoreRequest(form: "A", keys: keys, reason: "x") }
            #expect(refused?.kind == .invalid)
            #expect(refused?.problems.allSatisfy { !$0.message.contains("BC") && !$0.message.contains("A/B") } == true)
        }
        for (keys, words) in [
            (["I-09=B"], "is no item of"), (["I-03=E"], "has 4 options"), (["I-03=A"], "has this key already"),
        ] {
            let request = try RescoreRequest(form: season.form.name, keys: keys, reason: "x")
            let refused = try await refusal { _ = try await scores.planRescore(request, by: here.staff(.examiner)) }
            #expect(refused?.message.contains(words) == true)
        }
        let nobody = try RescoreRequest(form: season.form.name, candidate: 1_000_000, reason: "x")
        let refused = try await refusal { _ = try await scores.planRescore(nobody, by: here.staff(.examiner)) }
        #expect(refused?.code == "candidate-unknown")
        #expect(
            try await refusal { _ = try RescoreRequest(form: "A", keys: ["I-03=B"], reason: " ") }?.kind == .invalid
        )
    }

    private func constraintBroken(_ statement: @escaping @Sendable () -> SQL) async -> String? {
        do {
            try await here.service.write { _ = try $0.execute(statement()) }
            return nil
        } catch {
            return (error as? PostgresError)?.constraint
        }
    }
}
