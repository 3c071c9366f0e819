import Crypto
import Foundation

extension Seats {
    /// How many requests wait for their batch at this moment.
    package var reservationsWaiting: Int { lanes.waiting }

    /// Holds a seat, or keeps a place in the queue: while a seat is free and no one waits, a newcomer gets it.
    ///
    /// The same key with the same body gives the same answer for 24 hours. A request for an address that is already
    /// live in the cohort, or in one of those it would wait for, changes nothing. Of several cohorts the first with a seat
    /// free and no queue is taken and nothing else entered; where there is none, one entry waits in each of them.
    ///
    /// - Throws: `cohort-unknown`, the cohort's own refusal when it takes no one, `key-reused` (invalid) when the key
    ///   came with another body, `too-many-unconfirmed`.
    package func reserve(_ request: ReservationRequest, by actor: Actor) async throws -> Reservation {
        if actor.staff != nil { try actor.require(.runCohorts) }
        let outcome = try await lanes.reserve(SealedRequest(request, by: actor, secrets: secrets))
        switch outcome {
        case .known(let cohort):
            return .known(cohort: cohort)
        case .entered(let entered, let isReplay):
            return .entered(
                Reservation.Entry(
                    id: entered.id,
                    cohort: entered.cohort,
                    state: entered.state,
                    seatNumber: entered.seatNumber,
                    position: entered.position,
                    expiresAt: entered.expiresAt,
                    waiting: entered.waiting,
                    showToken: LinkToken(.show, entered.id).text(sealedWith: secrets.links)
                ),
                isReplay: isReplay
            )
        }
    }
}

extension Reservation {
    /// What a batch decided for one request; the link is rendered from it, again for every repetition.
    enum Outcome: Sendable {
        struct Entered: Sendable {
            let id: EnrollmentID
            let cohort: String
            let state: Enrollment.State
            let seatNumber: Int?
            let position: Int?
            let expiresAt: Date?
            /// The places of a wish for several cohorts; else empty.
            let waiting: [QueuePlace]
        }

        case entered(Entered, isReplay: Bool)
        case known(cohort: String)
    }
}

/// A request with its keyed digests, made before it joins a batch; no secret passes further.
struct SealedRequest: Sendable {
    let cohort: String
    /// All that would suit, in order of preference.
    let cohorts: [String]
    let name: PersonName
    let email: EmailAddress
    let timeZone: String?
    let subscribe: Bool
    let actor: Actor
    /// HMAC-SHA256 of the key and of the canonical body; equal keys with unequal bodies are a mistake of the client.
    let keyDigest: Data?
    let bodyDigest: Data?
    /// One for each of `cohorts`.
    let clientDigests: [Data?]

    /// Whether several cohorts would suit.
    var isWish: Bool { cohorts.count > 1 }

    init(_ request: ReservationRequest, by actor: Actor, secrets: Secrets) {
        cohort = request.cohort
        cohorts = request.cohorts
        name = request.name
        email = request.email
        timeZone = request.timeZone
        subscribe = request.subscribe
        self.actor = actor
        let digest = { (key: SymmetricKey, parts: [String]) in
            // Each part with its length before it, so that no two bodies read alike.
            var hmac = HMAC<SHA256>(key: key)
            for part in parts { hmac.update(data: Data("\(part.utf8.count):\(part)".utf8)) }
            return Data(hmac.finalize().prefix(16))
        }
        keyDigest = request.idempotencyKey.map { digest(secrets.idempotency, ["key", $0]) }
        bodyDigest = request.idempotencyKey.map { _ in
            digest(
                secrets.idempotency,
                [
                    "body", request.cohort, request.name.rawValue, request.email.rawValue, request.timeZone ?? "",
                    request.subscribe ? "subscribe" : "",
                ] + (request.cohorts.count > 1 ? request.cohorts : [])
            )
        }
        clientDigests = request.cohorts.map { cohort in
            request.client.map { digest(secrets.clients, [cohort, $0]) }
        }
    }
}
