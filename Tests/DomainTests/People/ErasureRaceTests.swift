import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Erasing while others write", .database)
struct ErasureRaceTests {
    let here = TestDatabase.current

    @Test("whoever issues at the same time issues before it or not at all", arguments: 1...4)
    func issuing(_: Int) async throws {
        let (code, claims) = try await here.grantedCohort([Canary.name, "Bo", "Cy"])
        _ = try await here.registrar.keys.create(by: .system)
        try await here.shiftClock(by: .seconds(15 * 86_400))
        let scope = IssueScope.cohort(code, enrollments: [])
        let plan = try await here.registrar.certificates.planIssue(scope, by: .system)
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(claims[0])")
        }
        async let issued = refusal {
            _ = try await here.registrar.certificates.issue(scope, hash: plan.hash, by: .system)
        }
        async let erased = refusal { try await here.erase(.id(person)) }
        let refusals = try await [issued, erased]
        #expect(refusals.compactMap { $0?.code }.allSatisfy { $0 == "plan-changed" })
        if refusals[1] != nil { try await here.erase(.id(person)) }
        #expect(try await here.tables(holding: [Canary.name]) == [])
        let rest = try? await here.registrar.certificates.planIssue(scope, by: .system)
        if let rest { _ = try await here.registrar.certificates.issue(scope, hash: rest.hash, by: .system) }
        let names: [String?] = try await here.service.read { try $0.all("SELECT name FROM certificate ORDER BY name") }
        #expect(names.compactMap { $0 } == ["Bo", "Cy"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("whoever reserves at the same time is erased with the rest, or is somebody new", arguments: 1...4)
    func reserving(_: Int) async throws {
        let first = try await here.openCohort()
        let others = try await [here.openCohort(), here.openCohort(), here.openCohort()]
        _ = try await here.reserve(first, Canary.email, name: Canary.name)
        let person = try await here.registrar.people.show(PersonKey(typed: Canary.email), by: .system).id
        try await withThrowingTaskGroup(of: Void.self) { group in
            for cohort in others {
                group.addTask { _ = try await here.reserve(cohort, Canary.email, name: Canary.name) }
            }
            group.addTask {
                while let refused = try await refusal({ try await here.erase(.id(person)) }) {
                    #expect(refused.code == "plan-changed")
                }
            }
            try await group.waitForAll()
        }
        let names: [String] = try await here.service.read {
            try $0.all("SELECT DISTINCT name FROM enrollment WHERE person_id = \(person)")
        }
        #expect(names == ["(erased)"])
        #expect(try await here.brokenInvariants() == [])
    }
}
