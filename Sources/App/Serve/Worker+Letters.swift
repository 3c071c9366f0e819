import Domain
import Logging
import Mail
import ServiceLifecycle

extension Worker {
    /// Sends what is due; true when there may be more.
    func sendLetters(_ composer: Composer) async throws -> Bool {
        let jobs = try await registrar.jobs.claim(limit: Self.lettersAtOnce, lease: Self.lease)
        if jobs.isEmpty { logger.debug("no mail to send") }
        for job in jobs {
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return false }
            try await send(job, composer)
        }
        return jobs.count == Self.lettersAtOnce
    }

    /// A letter is composed when it is sent, from what is true then; one that fails is put back with its error.
    private func send(_ job: Job, _ composer: Composer) async throws {
        do {
            if job.kind == Job.erasing { return try await eraseLetters(job) }
            if job.kind == Job.finishing { return try await finishAttempt(job) }
            guard let message = try await message(for: job, composer) else {
                return try await registrar.jobs.finish(job.id, result: Job.nothingToSay)
            }
            let place = try await delivery.deliver(message)
            try await registrar.jobs.finish(job.id, result: place)
            logger.info("mail sent", metadata: ["mail": "\(job.id)", "kind": "\(job.kind)"])
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            // The lease brings the job back; a try that only the database's absence broke says nothing about the mail.
            throw refusal
        } catch is CampaignIsPaused {
            try await registrar.jobs.putBack(job.id)
        } catch {
            logger.error("a mail failed", metadata: ["mail": "\(job.id)", "kind": "\(job.kind)", "error": "\(error)"])
            try await registrar.jobs.fail(job.id, error: "\(error)")
        }
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

    private func message(for job: Job, _ composer: Composer) async throws -> Message? {
        if SeatLetter.Kind(jobKind: job.kind) != nil {
            return try await registrar.jobs.letter(for: job).map(composer.compose)
        }
        if CandidateLetter.Kind(jobKind: job.kind) != nil {
            return try await registrar.jobs.candidateLetter(for: job).map(composer.compose)
        }
        if RenewalLetter.Kind(jobKind: job.kind) != nil {
            return try await registrar.jobs.renewalLetter(for: job).map(composer.compose)
        }
        if RaterLetter.Kind(jobKind: job.kind) != nil {
            return try await registrar.jobs.raterLetter(for: job).map(composer.compose)
        }
        if job.kind == SubscriberLetter.jobKind {
            return try await registrar.jobs.subscriberLetter(for: job).map(composer.compose)
        }
        if job.kind == Job.campaign { return try await registrar.jobs.campaignLetter(for: job).map(composer.compose) }
        guard CertificateLetter.Kind(jobKind: job.kind) != nil else { throw UnknownLetter(kind: job.kind) }
        return try await registrar.jobs.certificateLetter(for: job).map(composer.compose)
    }

    private struct UnknownLetter: Error, CustomStringConvertible {
        let kind: String
        var description: String { "This release does not know the mail “\(kind)”; a newer worker may send it." }
    }
}
