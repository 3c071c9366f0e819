import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Certification decisions", .database)
struct CertificationTests {
    let here = TestDatabase.current
    var decisions: Decisions { here.registrar.decisions }

    @Test("who attended is proposed, then granted by a decider, and asked how the name is spelt")
    func granted() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo", "Cy"], noShows: 1)
        let proposed = try await here.decide(.proposed, code)
        #expect(proposed.lines.map(\.outcome.enrollment) == Array(claims.dropLast()))
        let granted = try await here.decide(.granted, code, [claims[0]])
        #expect(granted.lines.map(\.outcome.was) == [.proposed])
        let candidates = try await decisions.candidates(code: code, by: here.staff(.registrar))
        #expect(candidates.map(\.decision) == [.granted, .proposed])
        #expect(candidates.first?.reason == "All requirements are met.")
        #expect(try await here.mailKinds(to: "p0@\(code.lowercased()).example").last == "mail.spell_name")
        let story = try await decisions.story(of: claims[0], by: .system)
        #expect(story.map(\.kind) == [.proposed, .granted])
        #expect(story.map(\.staff) == ["registrar", "decider"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("who is deferred or denied is told so; who is granted afterwards is not told what no longer holds")
    func told() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo"])
        try await here.decide(.proposed, code)
        try await here.decide(.deferred, code, [claims[0]])
        try await here.decide(.denied, code, [claims[1]])
        let address = "p1@\(code.lowercased()).example"
        #expect(try await here.mailKinds(to: address).last == "mail.certification_denied")
        try await here.decide(.granted, code, [claims[0]])
        var told: [CertificateLetter.Kind] = []
        for job in try await here.registrar.jobs.claim(limit: 50, lease: .seconds(60)) {
            if let letter = try await here.registrar.jobs.certificateLetter(for: job) { told.append(letter.kind) }
        }
        #expect(told == [.denied, .spellName])
    }

    @Test("what a decision rests on is frozen: cohort, program version, and the event that says they attended")
    func basis() async throws {
        let (code, claims) = try await here.completedCohort()
        try await here.decide(.proposed, code)
        let basis: DecisionBasis = try await here.service.read { connection in
            try connection.one(
                "SELECT basis FROM decision WHERE enrollment_id = \(claims[0])",
                as: JSONB<DecisionBasis>.self
            )
            .value
        }
        #expect(basis.cohort == code)
        #expect(basis.program == "MES")
        #expect(basis.grants == .certification)
        #expect(basis.programDigest.count == 64)
        #expect(basis.attendanceEvent > 0)
    }

    @Test("the instructor is refused by name, and the database refuses them too, even for the owner acting as somebody")
    func independence() async throws {
        let (code, claims) = try await here.completedCohort()
        try await here.decide(.proposed, code)
        guard case .staff(let instructor) = try await here.staff(.instructor) else { return }
        _ = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: here.staff(.owner)
        )
        let refused = try await refusal { try await here.decide(.granted, code, by: .instructor) }
        #expect(refused?.code == "decider-not-independent")
        guard case .staff(var decider) = try await here.staff(.decider) else { return }
        for (staff, operatorID) in [(instructor.id, StaffID?.none), (decider.id, instructor.id)] {
            let constraint = await constraint {
                try await here.service.write { connection in
                    let payload = try connection.keep(["reason": "Because."])
                    try connection.execute(
                        """
                        INSERT INTO decision (enrollment_id, kind, staff_id, operator_id, basis, payload_id, digest)
                        VALUES (\(claims[0]), 'granted', \(staff), \(operatorID), '{}', \(payload.id), \(payload.digest))
                        """
                    )
                }
            }
            #expect(constraint == "decider_neither_taught_nor_examined")
        }
        decider.operatorID = instructor.id
        let acting = Actor.staff(decider)
        let request = try DecisionRequest(.granted, cohort: code, reason: "Because.")
        let alsoRefused = try await refusal { _ = try await decisions.plan(request, by: acting) }
        #expect(alsoRefused?.code == "decider-not-independent")
    }

    @Test("a no-show, somebody unknown, somebody decided on already: each is named, and nothing is said")
    func unfit() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo"], noShows: 1)
        let refused = try await refusal {
            try await here.decide(.proposed, code, [claims[1], EnrollmentID(rawValue: 999_999)])
        }
        #expect(refused?.kind == .invalid)
        #expect(refused?.problems.count == 2)
        #expect(try await refusal { try await here.decide(.granted, code) }?.code == "nobody-to-decide-on")
        try await here.decide(.proposed, code)
        #expect(try await refusal { try await here.decide(.proposed, code) }?.code == "nobody-to-decide-on")
        try await here.decide(.granted, code)
        #expect(try await refusal { try await here.decide(.granted, code, [claims[0]]) }?.kind == .invalid)
        #expect(try await refusal { try await here.decide(.denied, code, [claims[0]]) }?.kind == .invalid)
        let constraint = await constraint {
            try await here.service.write { connection in
                guard case .staff(let decider) = try connection.actor("decider") else { return }
                let payload = try connection.keep(["reason": "Again."])
                try connection.execute(
                    """
                    INSERT INTO decision (enrollment_id, kind, staff_id, basis, payload_id, digest)
                    VALUES (\(claims[0]), 'denied', \(decider.id), '{}', \(payload.id), \(payload.digest))
                    """
                )
            }
        }
        #expect(constraint == "decision_follows_a_proposal")
    }

    @Test("deferred, then granted; a plan that no longer holds is refused with the difference")
    func deferred() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo"])
        try await here.decide(.proposed, code)
        let decider = try await here.staff(.decider)
        let request = try DecisionRequest(.granted, cohort: code, reason: "Fine.")
        let stale = try await decisions.plan(request, by: decider)
        try await here.decide(.deferred, code, [claims[1]])
        let refused = try await refusal { _ = try await decisions.apply(request, hash: stale.hash, by: decider) }
        #expect(refused?.code == "plan-changed")
        #expect(refused?.message.contains("enrollment \(claims[1]): proposed becomes granted, now deferred") == true)
        try await here.decide(.granted, code)
        #expect(try await decisions.candidates(code: code, by: .system).map(\.decision) == [.granted, .granted])
    }

    @Test("a claim that was granted a certificate stays attended; a cohort that was not completed is not decided on")
    func staysAttended() async throws {
        let (_, claims) = try await here.grantedCohort()
        let constraint = await constraint {
            _ = try await here.service.write {
                try $0.execute("UPDATE enrollment SET state = 'no_show' WHERE id = \(claims[0])")
            }
        }
        #expect(constraint == "granted_claim_stays_attended")
        let removed = try await refusal {
            _ = try await here.registrar.seats.remove(
                claims[0],
                because: StaffReason(.conduct, "Because."),
                by: here.staff(.registrar)
            )
        }
        #expect(removed?.code == "granted")
        let open = try await here.openCohort(daysAhead: 200)
        #expect(try await refusal { try await here.decide(.proposed, open) }?.code == "cohort-not-completed")
        #expect(throws: Refusal.self) { _ = try DecisionRequest(.granted, cohort: open, reason: " ") }
    }

    @Test("of deciders who say different things at once, one is heard", arguments: 1...3)
    func race(_: Int) async throws {
        let (code, claims) = try await here.completedCohort()
        try await here.decide(.proposed, code)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for kind in [Decision.Kind.granted, .denied, .granted, .denied] {
                group.addTask { (try? await here.decide(kind, code)) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        #expect(try await decisions.story(of: claims[0], by: .system).count == 2)
    }
}

/// The name of the constraint that an act breaks; nil when it is done.
func constraint(_ act: () async throws -> Void) async -> String? {
    do {
        try await act()
        return nil
    } catch {
        return (error as? PostgresError)?.constraint
    }
}

extension Connection {
    fileprivate func actor(_ login: String) throws -> Actor { .staff(try lockedStaffMember(login)) }
}
