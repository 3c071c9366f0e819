import ArgumentParser
import Domain
import Foundation

/// The number of a claim, as the roster shows it.
struct EnrollmentArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The number from the first column of `cohort roster`.", valueName: "number"))
    var number: Int

    var id: EnrollmentID { EnrollmentID(rawValue: number) }
}

extension EnrollmentStatus {
    /// Where a claim stands after a verb; times are the person's own, else the cohort's.
    func answer(at desk: Desk, by actor: Actor) async throws -> Answer {
        let zone = try await desk.zone(timeZone, of: cohort, by: actor)
        return Answer(
            [
                "id": .integer(id.rawValue), "cohort": .string(cohort), "state": .string(state.rawValue),
                "name": .string(name.rawValue), "email": .string(email.rawValue), "seat_number": .count(seatNumber),
                "position": .count(position), "expires_at": Moment.json(expiresAt),
                "address_confirmed": .bool(addressConfirmed), "reserved_at": Moment.json(reservedAt),
                "waiting_elsewhere": .array(elsewhere.map(\.json)), "offer_open_in": .text(offerOpenIn),
                "moved_to": .text(movedTo), "currency": .string(currency), "due_minor": .integer(dueMinor),
                "terms": terms?.json(at: now, after: transfers) ?? .null,
            ],
            .details([
                ("Enrollment", .init("\(id)", .heading)),
                ("Cohort", .init(cohort)),
                ("State", .init(state.rawValue, state.tone)),
                ("Seat", .init(seatNumber)),
                ("Position", .init(position)),
                ("Waits in", .init(elsewhere.isEmpty ? nil : elsewhere.map(\.words).joined(separator: ", "))),
                ("Offer in", .init(offerOpenIn)),
                ("Until", .init(expiresAt.map { Moment.words($0, in: zone) })),
                ("Moved to", .init(movedTo)),
                ("Due", dueMinor == 0 ? "" : .init(Currency.words(dueMinor, currency), .waiting)),
                ("Terms", .init(state.isLive ? terms?.words(at: now, after: transfers, in: zone) : nil)),
                ("Name", .init(name.rawValue)),
                ("Address", .init(email.rawValue + (addressConfirmed ? ", confirmed" : ", not confirmed yet"))),
            ])
        )
    }
}

extension QueuePlace {
    var words: String { "\(cohort) (place \(position))" }

    var json: JSON {
        ["enrollment": .integer(id.rawValue), "cohort": .string(cohort), "position": .integer(position)]
    }
}

extension Terms {
    /// The frozen steps, and what of them applies now.
    func json(at now: Date, after moves: Int) -> JSON {
        let own = transfer(at: now, after: moves)
        return [
            "refund": .list(refund) { ["until": Moment.json($0.until), "percent": .integer($0.percent)] },
            "transfer": ["until": Moment.json(transfer.until), "times": .integer(transfer.times)],
            "refund_percent_now": .integer(refund(at: now)?.percent ?? 0),
            "transfers_left": .integer(own?.times ?? 0),
        ]
    }

    func words(at now: Date, after moves: Int, in zone: String) -> String {
        let back = refund(at: now).map { "\($0.percent) % back until \(Moment.words($0.until, in: zone))" }
        let move = transfer(at: now, after: moves).map { own in
            "moves \(own.times == 1 ? "once" : "\(own.times) times") until \(Moment.words(own.until, in: zone))"
        }
        return "\(back ?? "nothing back"); \(move ?? "moves by staff only")"
    }
}
