import Foundation
import Postgres

/// The cohorts of a batch and what is left of them while it decides, request after request.
struct Room {
    private struct Left {
        let cohort: LockedCohort
        var freeSeats: ArraySlice<Int>
        var waiting: Int
        var lastArrival: Int

        var hasSeat: Bool { waiting == 0 && !freeSeats.isEmpty }

        /// First refusal: while anyone waits, a newcomer joins the tail.
        mutating func nextPlace() -> Verdict.Place {
            lastArrival += 1
            if waiting == 0, let seat = freeSeats.popFirst() {
                return .init(cohort: cohort, arrival: lastArrival, seatNumber: seat, position: nil)
            }
            waiting += 1
            return .init(cohort: cohort, arrival: lastArrival, seatNumber: nil, position: waiting)
        }
    }

    private struct InCohort<Value: Hashable>: Hashable {
        let cohort: String
        let value: Value
    }

    private var cohorts: [String: Left]
    private var firstOfKey: [InCohort<Data>: (index: Int, body: Data?)] = [:]
    private var addresses: Set<InCohort<EmailAddress>> = []
    private var humans: Set<InCohort<PersonID>> = []
    private var rowsOfClient: [InCohort<Data>: Int] = [:]
    private var decided = 0

    init(_ cohorts: [LockedCohort], freeSeats: [CohortID: [Int]]) {
        self.cohorts = Dictionary(
            uniqueKeysWithValues: cohorts.map {
                (
                    $0.code,
                    Left(
                        cohort: $0,
                        freeSeats: (freeSeats[$0.id] ?? [])[...],
                        waiting: $0.waiting,
                        lastArrival: $0.lastArrival
                    )
                )
            }
        )
    }

    func id(of code: String) -> CohortID? { cohorts[code]?.cohort.id }

    /// Decides one request by the rules of a reservation, in this order: its key, its cohorts, its address, its client, a place.
    mutating func decide(_ request: SealedRequest, _ known: KnownOfRequest) -> Verdict {
        defer { decided += 1 }
        guard let asked = visible(request.cohort, to: request.actor) else {
            return .refuse(.cohortUnknown(request.cohort))
        }
        if let replayed = replay(request, known) { return replayed }
        if let refusal = refusal(of: request, asking: asked) { return .refuse(refusal) }
        guard !known.hasUnknownZone else { return .refuse(ReservationRequest.unknownZone) }
        guard known.liveRow == nil, !isComing(request, known) else { return .known(asked, known.liveRow) }
        guard isWithinClientLimit(request, known) else {
            return .refuse(
                .tooMany(
                    "too-many-unconfirmed",
                    "\(ReservationBatch.unconfirmedRowsPerClient) seats or places asked for from here still wait to be confirmed. "
                        + "Confirm one by the link in its mail, then ask again."
                )
            )
        }
        // The first with a seat free and no queue, and nothing else; else a place in each.
        let seat = request.isWish ? request.cohorts.firstIndex { cohorts[$0]?.hasSeat == true } : 0
        guard let first = enter(request, known, seat ?? 0) else { return .refuse(.cohortUnknown(request.cohort)) }
        guard seat == nil else { return .enter(asked: asked, first, also: []) }
        return .enter(
            asked: asked,
            first,
            also: request.cohorts.indices.dropFirst().compactMap { enter(request, known, $0) }
        )
    }

    private func visible(_ code: String, to actor: Actor) -> LockedCohort? {
        guard let cohort = cohorts[code]?.cohort, cohort.state != .draft || actor.staff != nil else { return nil }
        return cohort
    }

    /// A cohort that takes no one refuses the whole wish; so does one that is unknown, or of another program.
    private func refusal(of request: SealedRequest, asking asked: LockedCohort) -> Refusal? {
        for code in request.cohorts {
            guard let cohort = visible(code, to: request.actor) else {
                return .invalid("cohorts", "There is no cohort \(code); the list of open cohorts has them all.")
            }
            guard cohort.programCode == asked.programCode else {
                return .invalid(
                    "cohorts",
                    "\(code) is of \(cohort.programCode), \(asked.code) of \(asked.programCode); "
                        + "one wish is for cohorts of one program."
                )
            }
            if let refusal = cohort.registration.refusal(for: code) { return refusal }
        }
        return nil
    }

    /// Whether this very batch writes a row of the address, or of another one of the same human, in one of the cohorts.
    private func isComing(_ request: SealedRequest, _ known: KnownOfRequest) -> Bool {
        request.cohorts.contains { cohort in
            addresses.contains(.init(cohort: cohort, value: request.email))
                || known.human.map { humans.contains(.init(cohort: cohort, value: $0)) } ?? false
        }
    }

    private func isWithinClientLimit(_ request: SealedRequest, _ known: KnownOfRequest) -> Bool {
        for (index, code) in request.cohorts.enumerated() {
            guard let client = request.clientDigests[index] else { continue }
            let inBatch = rowsOfClient[.init(cohort: code, value: client), default: 0]
            let rows = known.unconfirmedRowsOfClient[index] + inBatch
            guard rows < ReservationBatch.unconfirmedRowsPerClient else { return false }
        }
        return true
    }

    /// Takes the next place in one of a request's cohorts.
    private mutating func enter(_ request: SealedRequest, _ known: KnownOfRequest, _ index: Int) -> Verdict.Place? {
        let code = request.cohorts[index]
        addresses.insert(.init(cohort: code, value: request.email))
        if let human = known.human { humans.insert(.init(cohort: code, value: human)) }
        if let client = request.clientDigests[index] {
            rowsOfClient[.init(cohort: code, value: client), default: 0] += 1
        }
        return cohorts[code]?.nextPlace()
    }

    private mutating func replay(_ request: SealedRequest, _ known: KnownOfRequest) -> Verdict? {
        guard let key = request.keyDigest else { return nil }
        let reused = Verdict.refuse(
            Refusal(
                .invalid,
                "key-reused",
                "This idempotency key came before with another body. Send a new key with a new request.",
                problems: [.init("Idempotency-Key", "Used before with another body.")]
            )
        )
        if let first = known.firstAnswer {
            return first.bodyDigest == request.bodyDigest ? .replay(first.outcome) : reused
        }
        if let first = firstOfKey[.init(cohort: request.cohort, value: key)] {
            return first.body == request.bodyDigest ? .repeatOf(first.index) : reused
        }
        firstOfKey[.init(cohort: request.cohort, value: key)] = (decided, request.bodyDigest)
        return nil
    }
}
