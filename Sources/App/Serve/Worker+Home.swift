import Domain
import Logging
import Mail

extension Worker {
    /// Does what waits among the mails and needs no mail server, so that no slow one holds it up.
    func doAtHome() async throws -> Bool {
        let jobs = try await registrar.jobs.claim(.home, limit: Self.lettersAtOnce, lease: Self.lease)
        for job in jobs {
            do { try await doAtHome(job) } catch let refusal as Refusal where refusal.kind == .unavailable {
                throw refusal
            } catch {
                logger.error(
                    "a job failed",
                    metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "error": "\(error)"]
                )
                try await registrar.jobs.fail(job.id, error: "\(error)")
            }
        }
        return jobs.count == Self.lettersAtOnce
    }

    /// False for a mail.
    @discardableResult
    func doAtHome(_ job: Job) async throws -> Bool {
        switch job.kind {
        case Job.erasing: try await eraseLetters(job)
        case Job.finishing: try await finishAttempt(job)
        default: return false
        }
        return true
    }

    /// Takes the mails of an erased person back, those too that were under way when it happened.
    private func eraseLetters(_ job: Job) async throws {
        let letters = try await registrar.jobs.mails(toErase: job)
        try await delivery.erase(letters)
        try await registrar.jobs.finish(job.id, result: "\(letters.count) mails erased")
        logger.info("mails erased", metadata: ["job": "\(job.id)", "mails": "\(letters.count)"])
    }

    /// Ends an attempt whose time is up.
    private func finishAttempt(_ job: Job) async throws {
        try await registrar.attempts.finish(job)
        try await registrar.jobs.finish(job.id, result: nil)
    }
}
