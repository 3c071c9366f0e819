package import Domain
import Postgres

extension TestDatabase {
    /// Whose claim it is, by their own row.
    package func person(of claim: EnrollmentID) async throws -> PersonID {
        try await service.read { try $0.one("SELECT person_id FROM enrollment WHERE id = \(claim)") }
    }

    /// Makes two people one, plan and application in one go.
    @discardableResult
    package func merge(_ person: PersonKey, with other: PersonKey) async throws -> MergePlan {
        let plan = try await registrar.people.planMerge(person, with: other, by: staff(.owner))
        return try await registrar.people.merge(person, with: other, hash: plan.hash, by: staff(.owner))
    }

    /// Purges what is over its time, plan and application in one go; what went, by kind.
    @discardableResult
    package func purge() async throws -> [String: Int] {
        let owner = try await staff(.owner)
        let plan = try await registrar.retention.planPurge(by: owner)
        let done = try await registrar.retention.purge(hash: plan.hash, by: owner)
        return Dictionary(uniqueKeysWithValues: done.lines.filter { $0.count > 0 }.map { ($0.rule.kind, $0.count) })
    }
}
