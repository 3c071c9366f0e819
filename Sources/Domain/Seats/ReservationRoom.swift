import Foundation
import Postgres

/// The cohorts of a batch and what is left of them while it decides, request after request.
struct Room {
    private struct Left {
        let cohort: LockedCohort
        var freeSeats: ArraySlice<Int>
        var waiting: Int
        var lastArrival: Int

        /// First refusal: while anyone waits, a newcomer joins the tail.
        mutating func nextPlace() -> Decision.Place {
            lastArrival += 1
            if waiting == 0, let seat = freeSeats.popFirst() {
                return .init(arrival: lastArrival, seatNumber: seat, position: nil)
            }
            waiting += 1
            return .init(arrival: lastArrival, seatNumber: nil, position: waiting)
        }
    }

    private struct InCohort<Value: Hashable>: Hashable {
        let cohort: String
        let value: Value
    }

    private var cohorts: [String: Left]
    private var firstOfKey: [InCohort<Data>: (index: Int, body: Data?)] = [:]
    private var addresses: Set<InCohort<EmailAddress>> = []
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

    /// Decides one request by the rules of a reservation, in this order: its key, its cohort, its address, its client, a place.
    mutating func decide(_ request: SealedRequest, _ known: KnownOfRequest) -> Decision {
        defer { decided += 1 }
        guard var left = cohorts[request.cohort], left.cohort.state != .draft || request.actor.staff != nil else {
            return .refuse(.cohortUnknown(request.cohort))
        }
        if let replayed = replay(request, known) { return replayed }
        if let refusal = left.cohort.registration.refusal(for: left.cohort.code) { return .refuse(refusal) }
        guard addresses.insert(.init(cohort: request.cohort, value: request.email)).inserted, known.liveRow == nil
        else {
            return .known(left.cohort, known.liveRow)
        }
        guard withinClientLimit(request, known) else {
            addresses.remove(.init(cohort: request.cohort, value: request.email))
            return .refuse(
                .tooMany(
                    "too-many-unconfirmed",
                    "\(ReservationBatch.unconfirmedRowsPerClient) seats or places asked for from here still wait to be confirmed. "
                        + "Confirm one by the link in its mail, then ask again."
                )
            )
        }
        let place = left.nextPlace()
        cohorts[request.cohort] = left
        return .enter(left.cohort, place)
    }

    private mutating func replay(_ request: SealedRequest, _ known: KnownOfRequest) -> Decision? {
        guard let key = request.keyDigest else { return nil }
        let reused = Decision.refuse(
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

    private mutating func withinClientLimit(_ request: SealedRequest, _ known: KnownOfRequest) -> Bool {
        guard let client = request.clientDigest else { return true }
        let inBatch = rowsOfClient[.init(cohort: request.cohort, value: client), default: 0]
        guard known.unconfirmedRowsOfClient + inBatch < ReservationBatch.unconfirmedRowsPerClient else { return false }
        rowsOfClient[.init(cohort: request.cohort, value: client)] = inBatch + 1
        return true
    }
}
