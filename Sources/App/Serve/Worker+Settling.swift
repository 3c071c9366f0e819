import Domain
import Logging

extension Worker {
    /// Settles the cohorts that other cohorts' transactions left to it; true when there may be more.
    func settleWhatWasLeft() async throws -> Bool {
        let jobs = try await registrar.jobs.claim(.settling, limit: Self.settlingAtOnce, lease: Self.lease)
        for job in jobs {
            do {
                try await registrar.seats.settle(job)
                try await registrar.jobs.finish(job.id, result: nil)
            } catch let refusal as Refusal where refusal.kind == .unavailable {
                // The lease brings the job back.
                throw refusal
            } catch {
                logger.error("a cohort was not settled", metadata: ["job": "\(job.id)", "error": "\(error)"])
                try await registrar.jobs.fail(job.id, error: "\(error)")
            }
        }
        return jobs.count == Self.settlingAtOnce
    }
}
