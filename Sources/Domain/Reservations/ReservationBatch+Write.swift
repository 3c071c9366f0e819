import Foundation
import Postgres

extension Connection {
    /// Writes what was decided, each table once, and answers each request.
    func write(_ verdicts: [Verdict], for requests: [SealedRequest]) throws -> [ReservationBatch.Answer] {
        var admissions: [Admission] = []
        admissions.reserveCapacity(requests.count)
        for (request, verdict) in zip(requests, verdicts) {
            guard case .enter(_, let first, let also) = verdict else { continue }
            admissions.append(Admission(request: request, places: [first] + also))
        }
        var entered = try enter(admissions)[...]
        var answers: [ReservationBatch.Answer] = []
        answers.reserveCapacity(requests.count)
        var remembered: [Remembered] = []
        var told: [EnrollmentID] = []
        for (request, verdict) in zip(requests, verdicts) {
            switch verdict {
            case .refuse(let refusal):
                answers.append(.failure(refusal))
            case .replay(let outcome):
                answers.append(.success(outcome))
            case .repeatOf(let index):
                answers.append(answers[index].map(\.repeated))
            case .known(let cohort, let liveRow):
                answers.append(.success(.known(cohort: cohort.code)))
                if let liveRow { told.append(liveRow) }
                remembered.append(Remembered(request: request, cohort: cohort.id, entered: nil))
            case .enter(let asked, _, _):
                guard let admission = entered.popFirst() else { continue }
                answers.append(.success(.entered(admission, isReplay: false)))
                remembered.append(Remembered(request: request, cohort: asked.id, entered: admission))
            }
        }
        try remember(remembered.filter { $0.request.keyDigest != nil })
        try tellAgain(told)
        return answers
    }

    private struct Remembered {
        let request: SealedRequest
        /// The cohort that was asked.
        let cohort: CohortID
        let entered: Reservation.Outcome.Entered?
    }

    /// Keeps each key's first answer.
    private func remember(_ answers: [Remembered]) throws {
        guard !answers.isEmpty else { return }
        try execute(
            """
            WITH clock AS (SELECT registrar_clock() AS now)
            INSERT INTO idempotency (
                cohort_id, key_digest, body_digest, enrollment_id, state, seat_number, position, expires_at, waiting,
                answered_at
            )
            SELECT answer.*, clock.now
            FROM unnest(
                \(answers.map(\.cohort)), \(answers.map(\.request.keyDigest)), \(answers.map(\.request.bodyDigest)),
                \(answers.map(\.entered?.id)), \(answers.map { $0.entered?.state.rawValue ?? "known" }),
                \(answers.map(\.entered?.seatNumber)), \(answers.map(\.entered?.position)),
                \(answers.map(\.entered?.expiresAt)),
                \(answers.map { $0.entered.flatMap { $0.waiting.isEmpty ? nil : JSONB($0.waiting) } })
            ) AS answer
            CROSS JOIN clock
            """
        )
    }

    /// Tells the owner of a live address that somebody asked again; once an hour at most, so that nobody is flooded.
    private func tellAgain(_ liveRows: [EnrollmentID]) throws {
        guard !liveRows.isEmpty else { return }
        let untold: [EnrollmentID] = try all(
            """
            SELECT DISTINCT given.id
            FROM unnest(\(liveRows)) AS given (id)
            WHERE NOT EXISTS (
                SELECT
                FROM job
                WHERE job.enrollment_id = given.id
                    AND job.kind = \(SeatLetter.Kind.known.jobKind)
                    AND job.created_at > registrar_clock() - interval '1 hour'
            )
            """
        )
        try enqueue(untold.map { Letter(.known, to: $0) })
    }
}

extension Reservation.Outcome {
    fileprivate var repeated: Self {
        guard case .entered(let entered, _) = self else { return self }
        return .entered(entered, isReplay: true)
    }
}
