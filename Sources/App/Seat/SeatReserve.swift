import ArgumentParser
import Domain

/// Reserves a seat for somebody, or a place in the queue when there is none.
struct SeatReserve: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "reserve",
        abstract: "Reserve a seat for somebody, or a place in the queue.",
        usage: """
            registrar seat reserve <cohort> [--or <cohort>]... --name <name>
                     --email <address> [--zone <zone>] [--subscribe] [--key <key>]
                     [<options>]
            """,
        discussion: """
            The seat is held until the mailed link confirms it. The same --key with the same \
            words gets the same answer. With --or the first cohort that has a seat free and no \
            queue is taken; where none has, the person waits in all of them.

            Example:
              registrar seat reserve MES-2027-01-22 \\
                --name "Ada Lovelace" --email ada@example.org --zone Europe/London
              registrar seat reserve MES-2027-01-22 --or MES-2027-03-19 \\
                --name "Ada Lovelace" --email ada@example.org
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Option(help: ArgumentHelp("Another that suits, next in preference.", valueName: "cohort"))
    var or: [String] = []

    @Option(help: "The name as it should stand on the certificate.")
    var name: String

    @Option(help: ArgumentHelp("The address that the link goes to.", valueName: "address"))
    var email: String

    @Option(help: ArgumentHelp("IANA zone the person reads times in.", valueName: "zone"))
    var zone: String?

    @Flag(help: "The person asked for the e-mail list too.")
    var subscribe = false

    @Option(help: ArgumentHelp("Idempotency key, 1 to 200 characters.", valueName: "key"))
    var key: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let request = try ReservationRequest(
            cohort: cohort,
            cohorts: or.isEmpty ? nil : [cohort] + or,
            name: name,
            email: email,
            timeZone: zone,
            subscribe: subscribe,
            idempotencyKey: key
        )
        let institute = try await desk.registrar.institute.current()
        let zone = try await desk.zone(zone, of: cohort, by: actor)
        switch try await desk.registrar.seats.reserve(request, by: actor) {
        case .known(let cohort):
            let place = or.isEmpty ? cohort : "one of these cohorts"
            let words = "This address is in \(place) already. What it has there went to it by mail."
            return Answer(["cohort": .string(cohort), "state": "known", "message": .string(words)], .words(words))
        case .entered(let entry, let isReplay):
            return answer(entry, isReplay, zone: zone, origin: institute.publicUrl)
        }
    }

    private func answer(_ entry: Reservation.Entry, _ isReplay: Bool, zone: String, origin: String) -> Answer {
        let seat = entry.seatNumber.map { "Seat \($0) of \(entry.cohort) is held" }
        let places = entry.waiting.map(\.words).joined(separator: ", ")
        let place = "Place \(entry.position ?? 0) in the queue for \(entry.cohort) is kept"
        let what = seat ?? (entry.waiting.isEmpty ? place : "A place in each queue is kept: \(places)")
        let page = "\(origin)/reservations/\(entry.showToken)"
        return Answer(
            [
                "id": .integer(entry.id.rawValue), "cohort": .string(entry.cohort),
                "state": .string(entry.state.rawValue),
                "seat_number": .count(entry.seatNumber), "position": .count(entry.position),
                "expires_at": Moment.json(entry.expiresAt), "replayed": .bool(isReplay),
                "waiting": .array(entry.waiting.map(\.json)),
                "links": [
                    "self": .string("\(origin)/api/v1/reservations/\(entry.showToken)"), "page": .string(page),
                ],
            ],
            .words("\(what)\(isReplay ? ", as answered before" : ""); the link that confirms it goes out by mail."),
            .details([
                ("Enrollment", .init("\(entry.id)", .heading)),
                ("State", .init(entry.state.rawValue, entry.state.tone)),
                ("Until", .init(entry.expiresAt.map { Moment.words($0, in: zone) })),
                ("Shown at", .init(page)),
            ])
        )
    }
}
