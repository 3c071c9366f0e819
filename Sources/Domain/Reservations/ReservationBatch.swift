import Foundation
import Postgres

/// Many reservations as one transaction, decided in order; one reservation is a batch of one.
///
/// The cohorts are locked and settled first; then one look at what is known of the requests, the verdicts, and a
/// handful of set-based writes, however many requests and cohorts there are.
struct ReservationBatch: Sendable {
    typealias Answer = Result<Reservation.Outcome, Refusal>

    /// How many unconfirmed live rows one client may have in a cohort.
    static let unconfirmedRowsPerClient = 5

    let requests: [SealedRequest]

    init(_ requests: [SealedRequest]) {
        self.requests = requests
    }

    func carryOut(on connection: Connection) throws -> [Answer] {
        let cohorts = try connection.lock(cohorts: Array(Set(requests.lazy.flatMap(\.cohorts))))
        var room = try Room(cohorts, freeSeats: connection.freeSeats(in: cohorts.filter { $0.seatsFree > 0 }.map(\.id)))
        let known = try connection.look(up: requests, in: room)
        try connection.forgetKeys(zip(requests, known).filter(\.1.hasOldKey).map(\.0), in: room)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(requests.count)
        for (request, known) in zip(requests, known) { verdicts.append(room.decide(request, known)) }
        return try connection.write(verdicts, for: requests)
    }
}

/// What the transaction knew of one request before it decided.
struct KnownOfRequest {
    struct FirstAnswer {
        let bodyDigest: Data
        let outcome: Reservation.Outcome
    }

    var firstAnswer: FirstAnswer?
    /// The key came before, more than a day ago: it counts as new.
    var hasOldKey = false
    /// The database does not know the zone, though Foundation does.
    var hasUnknownZone = false
    /// Whom the address is of, whichever of theirs it is; nil for one that is new.
    var human: PersonID?
    /// The live row of this address in the first of the request's cohorts that has one.
    var liveRow: EnrollmentID?
    /// One count for each of the request's cohorts.
    var unconfirmedRowsOfClient: [Int] = []
}

/// What is to be done for one request.
enum Verdict {
    case refuse(Refusal)
    case replay(Reservation.Outcome)
    /// The same key came earlier in this batch: the answer is that one's.
    case repeatOf(Int)
    /// Empty when the live row is being written by this very batch.
    case known(LockedCohort, EnrollmentID?)
    /// A seat, or a place in the queue; for a wish that waits, the other places too. Answers are kept with the cohort asked.
    case enter(asked: LockedCohort, Place, also: [Place])

    struct Place {
        let cohort: LockedCohort
        let arrival: Int
        let seatNumber: Int?
        let position: Int?
    }
}
