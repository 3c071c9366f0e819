package import Credentials
package import Domain
import Foundation
import Postgres

extension TestDatabase {
    /// A cohort that took place: who came, by seat, taught by the instructor of every story; its code, and the claims.
    package func completedCohort(
        _ names: [String] = ["Ada Lovelace"],
        emails: [String] = [],
        noShows: Int = 0,
        program: String = "MES"
    ) async throws -> (code: String, claims: [EnrollmentID]) {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        _ = try await staff(.instructor)
        // Sixty days ahead of the product's clock, which an earlier story may have moved.
        let ahead = try await registrar.keys.now().date.timeIntervalSinceNow / 86_400
        var draft = draft(program: program, daysAhead: 60 + Int(ahead.rounded(.up)))
        draft.instructors = ["instructor"]
        let code = try await registrar.cohorts.create(draft, by: .system).cohort.code
        _ = try await registrar.cohorts.open(code: code, by: .system)
        var claims: [EnrollmentID] = []
        for (index, name) in names.enumerated() {
            let email = emails.indices.contains(index) ? emails[index] : "p\(index)@\(code.lowercased()).example"
            let id = try await reserve(code, email, name: name).id
            _ = try await registrar.seats.confirm(id, by: .applicant(id))
            claims.append(id)
        }
        let closing = try await registrar.cohorts.planClose(code: code, by: .system)
        _ = try await registrar.cohorts.close(code: code, hash: closing.hash, by: .system)
        try await shiftClockBeforeLastSession(of: code)
        try await shiftClock(by: .seconds(7_200))
        let said = Attendance(noShow: claims.suffix(noShows).map(\.rawValue), restAttended: true)
        let plan = try await registrar.cohorts.planComplete(code: code, said, by: .system)
        _ = try await registrar.cohorts.complete(code: code, said, hash: plan.hash, by: .system)
        // Stories of MES begin where only the decision is open; PRO has its own.
        if program == "MES" { try await meetEverything(claims) }
        return (code, claims)
    }

    /// Says a word on candidates, plan and application in one go.
    @discardableResult
    package func decide(
        _ kind: Decision.Kind,
        _ cohort: String,
        _ claims: [EnrollmentID] = [],
        by role: StaffMember.Role? = nil
    ) async throws -> DecisionPlan {
        let request = try DecisionRequest(
            kind,
            cohort: cohort,
            enrollments: claims.map(\.rawValue),
            reason: kind == .proposed ? nil : "All requirements are met.",
            reasonClass: kind == .denied ? .other : nil
        )
        let actor = try await staff(role ?? (kind == .proposed ? .registrar : .decider))
        let plan = try await registrar.decisions.plan(request, by: actor)
        return try await registrar.decisions.apply(request, hash: plan.hash, by: actor)
    }

    /// A cohort whose people were granted their certificates.
    package func grantedCohort(_ names: [String] = ["Ada Lovelace"]) async throws -> (
        code: String, claims: [EnrollmentID]
    ) {
        let (code, claims) = try await completedCohort(names)
        try await decide(.proposed, code)
        try await decide(.granted, code)
        return (code, claims)
    }

    /// Issues all that was granted in a cohort, after the days for the name.
    @discardableResult
    package func issue(_ cohort: String) async throws -> IssuePlan {
        _ = try await registrar.keys.create(by: .system)
        try await shiftClock(by: .seconds(15 * 86_400))
        let scope = IssueScope.cohort(cohort, enrollments: [])
        let actor = try await staff(.registrar)
        let plan = try await registrar.certificates.planIssue(scope, by: actor)
        return try await registrar.certificates.issue(scope, hash: plan.hash, by: actor)
    }

    /// Somebody's certificate, issued.
    package func certificate(of name: String = "Ada Lovelace") async throws -> Certificate {
        let (code, _) = try await grantedCohort([name])
        guard let id = try await issue(code).lines.first?.id else { throw Unexpected() }
        return try await registrar.certificates.require(id)
    }

    /// Gives a key up, plan and application in one go.
    @discardableResult
    package func compromise(_ name: KeyName) async throws -> CompromisePlan {
        let plan = try await registrar.reissues.plan(name, by: .system)
        return try await registrar.reissues.compromise(name, because: "Stolen.", hash: plan.hash, by: .system)
    }

    /// Marks a key as given up, as if the process had been killed right after.
    package func markCompromised(_ name: KeyName) async throws {
        try await force(
            """
            UPDATE signing_key
            SET state = 'compromised', compromised_at = registrar_clock()
            WHERE name = \(name.rawValue)
            """
        )
    }

    /// The link of a mail that asks for the spelling of a name.
    package func nameLink(of claim: EnrollmentID) -> String {
        LinkToken(.name, claim).text(sealedWith: Self.secrets.links)
    }
}
