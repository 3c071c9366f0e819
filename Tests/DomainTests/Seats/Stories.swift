import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

extension TestDatabase {
    /// Somebody with a confirmed seat, or who waits with a confirmed address where none is free.
    func seated(_ cohort: String, _ email: String) async throws -> EnrollmentID {
        let id = try await reserve(cohort, email).id
        _ = try await registrar.seats.confirm(id, by: .applicant(id))
        return id
    }

    /// An open cohort of a program, at a price, with payment first or not.
    func openCohort(
        program: String = "MES",
        price: Int = 129_500,
        currency: String = "USD",
        capacity: Int = 10,
        paymentFirst: Bool
    ) async throws -> String {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        var draft = draft(capacity: capacity)
        (draft.program, draft.priceMinor, draft.currency) = (program, price, currency)
        draft.paymentFirst = paymentFirst
        let code = try await registrar.cohorts.create(draft, by: .system).cohort.code
        return try await registrar.cohorts.open(code: code, by: .system).cohort.code
    }

    func openCohort(program: String) async throws -> String {
        try await openCohort(program: program, paymentFirst: false)
    }

    /// A cohort cancelled with all its live claims, as the verb does it.
    func cancelledByHand(_ code: String) async throws {
        try await force("UPDATE cohort SET state = 'cancelled' WHERE code = \(code)")
        _ = try await service.write { connection in
            let live: [EnrollmentID] = try connection.all(
                """
                SELECT enrollment.id
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE cohort.code = \(code)
                    AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed')
                """
            )
            for id in live {
                try connection.end(try connection.claim(id), as: .cancelled, .cancelled, by: .system)
            }
        }
    }
}

/// Expects a refusal of this code.
func refused(
    _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("not refused, but \(code) was expected", sourceLocation: sourceLocation)
    } catch let refusal as Refusal {
        #expect(refusal.code == code, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
