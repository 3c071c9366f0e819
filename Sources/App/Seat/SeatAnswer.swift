import ArgumentParser
import Domain

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
