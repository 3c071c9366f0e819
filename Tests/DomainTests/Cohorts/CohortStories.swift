import Foundation
import Postgres
import TestSupport

@testable import Domain

extension TestDatabase {
    /// Somebody who asked and confirmed: a seat, or a place in the queue with a confirmed address.
    func arrive(_ cohort: String, _ email: String, name: String = "Ada") async throws -> EnrollmentID {
        let id = try await reserve(cohort, email, name: name).id
        _ = try await registrar.seats.confirm(id, by: .applicant(id))
        return id
    }

    func state(of id: EnrollmentID) async throws -> Enrollment.State {
        try await registrar.seats.status(of: id, by: .system).state
    }

    /// The state of each claim of a cohort, in order of arrival.
    func states(in cohort: String) async throws -> [String] {
        try await service.read {
            try $0.all(
                """
                SELECT enrollment.state
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE cohort.code = \(cohort)
                ORDER BY enrollment.arrival
                """
            )
        }
    }

    /// Money that came in for a claim, past every operation.
    func pay(_ id: EnrollmentID, _ amount: Int) async throws {
        try await force(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference)
            VALUES (\(id), 'received', \(amount), 'USD', \("bank \(id)"))
            """
        )
    }
}

extension Cohorts {
    /// Plans and carries out in one go.
    @discardableResult
    func close(_ code: String, carryTo next: String? = nil, lapseOpen: Bool = false) async throws -> CohortPlan {
        let plan = try await planClose(code: code, carryTo: next, lapseOpen: lapseOpen, by: .system)
        return try await close(code: code, carryTo: next, lapseOpen: lapseOpen, hash: plan.hash, by: .system)
    }

    @discardableResult
    func cancel(_ code: String) async throws -> CohortPlan {
        let plan = try await planCancel(code: code, by: .system)
        return try await cancel(code: code, reason: "The instructor is ill.", hash: plan.hash, by: .system)
    }

    @discardableResult
    func edit(_ code: String, _ edit: CohortEdit) async throws -> CohortPlan {
        let plan = try await planEdit(code: code, edit, by: .system)
        return try await self.edit(code: code, edit, hash: plan.hash, by: .system)
    }
}

extension CohortPlan {
    /// What becomes of each claim, in the plan's order.
    var fates: [CohortOutcome.Fate] { lines.filter { $0.outcome.enrollment != nil }.map(\.outcome.fate) }
}

/// The code of the refusal that an act ends in; nil when it is done.
func refusal(_ act: () async throws -> Void) async throws -> Refusal? {
    do {
        try await act()
        return nil
    } catch let refusal as Refusal {
        return refusal
    }
}
