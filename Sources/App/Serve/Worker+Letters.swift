import Domain
import Logging
import Mail
import ServiceLifecycle

extension Worker {
    /// Sends what is due, a few mails at a time; true when there may be more.
    ///
    /// Mail of a campaign goes when no other is due, so a thousand of them hold up nobody's seat. While the mail server cannot be
    /// used one mail is tried, now and then.
    func sendLetters(_ composer: Composer) async throws -> Bool {
        let jobs = registrar.jobs
        let outage = delivery.domainRate == nil ? nil : try await jobs.outage()
        guard outage?.isDue ?? true else { return false }
        let limit = outage == nil ? Self.lettersAtOnce : 1
        let began = ContinuousClock.now
        var leased = try await jobs.claim(limit: limit, lease: Self.letterLease)
        if leased.count < limit {
            do {
                leased += try await jobs.claim(.bulk, limit: limit - leased.count, lease: Self.letterLease)
            } catch {
                // The letters at hand do not wait for a campaign.
                guard !leased.isEmpty else { throw error }
                logger.error("mail of campaigns could not be claimed", metadata: ["error": "\(error)"])
            }
        }
        if leased.isEmpty { logger.debug("no mail to send") }
        var due = leased
        if let rate = delivery.domainRate { due = try await jobs.takeTurns(leased, perMinute: rate) }
        let result = await send(due, composer, until: began.advanced(by: Self.lastBeginning))
        if let words = result.unreachable {
            logger.warning("the mail server cannot be used; mail waits", metadata: ["error": "\(words)"])
            try await jobs.beginOutage(words, tried: result.tried, putBack: result.untried)
        } else {
            try await jobs.putBack(result.untried)
        }
        if outage != nil, result.unreachable == nil, result.isDelivered {
            try await jobs.endOutage()
            logger.notice("the mail server can be used again")
        }
        if let fault = result.fault { throw fault }
        return leased.count == limit && result.unreachable == nil
    }

    /// What became of some mails.
    private struct Sending {
        /// Leased, and never given to the mail server.
        var untried: [JobID] = []
        /// Those at which it was seen that the mail server cannot be used.
        var tried: [JobID] = []
        /// Why the mail server cannot be used.
        var unreachable: String?
        /// Of the database.
        var fault: (any Error)?
        var isDelivered = false

        var goesOn: Bool { unreachable == nil && fault == nil }
    }

    private enum Outcome {
        case delivered
        /// Failed, buried, or nothing left to say: it is written down.
        case settled
        case unreachable(JobID, String)
        /// Its campaign was paused meanwhile.
        case paused(JobID)
        /// It is not known what became of it; its lease brings it back.
        case left((any Error)?)
    }

    /// As many at a time as the delivery takes; none is begun after a time, so that each is over before its lease is.
    private func send(_ jobs: [Job], _ composer: Composer, until end: ContinuousClock.Instant) async -> Sending {
        await withTaskGroup(of: Outcome.self) { group in
            var sending = Sending()
            var rest = jobs[...]
            var underWay = 0
            while true {
                while underWay < delivery.width, sending.goesOn, mayBegin(before: end), let job = rest.popFirst() {
                    group.addTask { await send(job, composer, until: end) }
                    underWay += 1
                }
                guard let outcome = await group.next() else { break }
                underWay -= 1
                switch outcome {
                case .delivered: sending.isDelivered = true
                case .settled: break
                case .unreachable(let job, let words):
                    sending.tried.append(job)
                    sending.unreachable = words
                case .paused(let job): sending.untried.append(job)
                case .left(let error): sending.fault = sending.fault ?? error
                }
            }
            sending.untried += rest.map(\.id)
            return sending
        }
    }

    private func mayBegin(before end: ContinuousClock.Instant) -> Bool {
        ContinuousClock.now < end && !Task.isShuttingDownGracefully && !Task.isCancelled
    }

    /// A letter is composed when it is sent, from what is true then; one that fails is put back with its error.
    private func send(_ job: Job, _ composer: Composer, until end: ContinuousClock.Instant) async -> Outcome {
        do {
            return try await deliver(job, composer, until: end.advanced(by: Self.letterLease - Self.lastBeginning))
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            // The lease brings the job back; a try that only the database's absence broke says nothing about the mail.
            return .left(refusal)
        } catch is CancellationError {
            return .left(nil)
        } catch is CampaignIsPaused {
            return .paused(job.id)
        } catch DeliveryFault.unreachable(let words) {
            return .unreachable(job.id, words)
        } catch {
            logger.error("a mail failed", metadata: ["mail": "\(job.id)", "kind": "\(job.kind)", "error": "\(error)"])
            do { try await fail(job, error) } catch { return .left(error) }
            return .settled
        }
    }

    /// - Parameter end: of the lease.
    private func deliver(_ job: Job, _ composer: Composer, until end: ContinuousClock.Instant) async throws -> Outcome {
        if try await doAtHome(job) { return .settled }
        guard let message = try await message(for: job, composer) else {
            try await registrar.jobs.finish(job.id, result: Job.nothingToSay)
            return .settled
        }
        let reasons = try await registrar.jobs.suppressions(of: job).filter(\.stopsAllMail)
        guard reasons.isEmpty else {
            logger.notice(
                "a mail has nowhere to go",
                metadata: ["mail": "\(job.id)", "reason": "\(reasons[0].rawValue)"]
            )
            try await registrar.jobs.fail(job.id, error: job.words(of: reasons[0]), forGood: true)
            return .settled
        }
        let place = try await delivery.deliver(message)
        return await noteDelivered(job, place, until: end)
    }

    /// Writes down that a mail was taken, again and again until its lease is nearly over: what is not written down is sent twice,
    /// and a mail that was taken has not failed, whatever the database says.
    private func noteDelivered(_ job: Job, _ place: String, until end: ContinuousClock.Instant) async -> Outcome {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                try await registrar.jobs.finish(job.id, result: place)
                logger.info("mail sent", metadata: ["mail": "\(job.id)", "kind": "\(job.kind)"])
                return .delivered
            } catch {
                let isTime = ContinuousClock.now + pause < end - .seconds(10)
                guard isTime, (try? await Task.sleep(for: pause)) != nil else {
                    logger.error(
                        "a mail was sent and this could not be written down; it will be sent again",
                        metadata: ["mail": "\(job.id)", "error": "\(error)"]
                    )
                    return .left(error)
                }
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func fail(_ job: Job, _ error: any Error) async throws {
        let status: MailStatus? = if case .refused(_, let status)? = error as? DeliveryFault { status } else { nil }
        let isForGood = error is UnfitLetter || status != nil || (error as? DeliveryFault)?.isRefusal == true
        try await registrar.jobs.fail(job.id, error: "\(error)", forGood: isForGood)
        if let status, status.isAboutAddress {
            _ = try await registrar.jobs.take(MailReport(job: job.id, kind: .hard, status: status))
        }
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

extension Job {
    /// What staff have to do about a mail to an address that gets none.
    fileprivate func words(of reason: Suppression) -> String {
        let why = reason == .hardBounce ? "mail to it came back for good" : "too many mails to it came back"
        return """
            This address gets no mail: \(why). Once it works, run `registrar subscriber lift ADDRESS`, then \
            `registrar mail retry \(id)`.
            """
    }
}

extension DeliveryFault {
    fileprivate var isRefusal: Bool { if case .refused = self { true } else { false } }
}
