import Domain

extension Cohort {
    /// As `cohort list --json` and every other answer about cohorts has it.
    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        [
            .init("code", .string(code)), .init("state", .string(state.rawValue)),
            .init("program", .string(programCode)), .init("program_name", .string(programName)),
            .init("program_version", .integer(programVersionNumber)), .init("capacity", .integer(capacity)),
            .init("seats_taken", .integer(seatsTaken)), .init("seats_confirmed", .integer(seatsConfirmed)),
            .init("seats_free", .integer(seatsFree)), .init("waiting", .integer(waiting)),
            .init("starts_at", Moment.json(startsAt)), .init("ends_at", Moment.json(endsAt)),
            .init("time_zone", .string(timeZone)), .init("price_minor", .integer(priceMinor)),
            .init("currency", .string(currency)), .init("registration_opens_at", Moment.json(registrationOpensAt)),
            .init("registration_closes_at", Moment.json(registrationClosesAt)), .init("is_sample", .bool(isSample)),
            .init("payment_first", .bool(paymentFirst)),
        ]
    }

    var seatWords: String {
        "\(seatsTaken) of \(capacity) seats taken" + (waiting > 0 ? ", \(waiting) waiting" : "")
    }
}

extension Cohort.State {
    var tone: Tone {
        switch self {
        case .draft: .waiting
        case .open: .good
        case .closed, .completed: .faint
        case .cancelled: .bad
        }
    }
}

extension CohortPage {
    /// All about one cohort, behind a sentence on what was done with it, if anything was.
    func answer(_ words: String? = nil) -> Answer {
        let zone = cohort.timeZone
        return Answer(
            .object(
                cohort.members + [
                    .init("sessions", .list(sessions, \.json)), .init("instructors", .list(instructors, JSON.string)),
                    .init("notes", .list(notes, JSON.string)),
                ]
            ),
            (words.map { [.words($0)] } ?? []) + [
                .details([
                    ("Cohort", .init(cohort.code, .heading)),
                    ("State", .init(cohort.state.rawValue, cohort.state.tone)),
                    ("Program", .init("\(cohort.programCode), \(cohort.programName)")),
                    ("Version", .init(cohort.programVersionNumber)),
                    ("Seats", .init(cohort.seatWords)),
                    (
                        "Price",
                        .init(
                            Currency.words(cohort.priceMinor, cohort.currency)
                                + (cohort.paymentFirst ? ", to be paid before a seat is confirmed" : "")
                        )
                    ),
                    ("Opens", .init(Moment.words(cohort.registrationOpensAt, in: zone))),
                    ("Closes", .init(Moment.words(cohort.registrationClosesAt, in: zone))),
                    ("Instructors", .init(instructors.joined(separator: ", "))),
                    ("Time zone", .init(zone)),
                ]),
                Output.list(
                    sessions,
                    none: "No sessions yet.",
                    [
                        .number("SESSION") { .init($0.number) },
                        .text("WHEN") { .init(Moment.span($0.startsAt, $0.endsAt, in: $0.timeZone)) },
                        .text("WHERE", gives: true) {
                            .init([$0.venue, $0.onlineUrl].compactMap(\.self).joined(separator: ", "))
                        },
                    ]
                ),
            ] + notes.map { .hint("Note: \($0)") }
        )
    }
}

extension Session {
    fileprivate var json: JSON {
        [
            "number": .integer(number), "starts_at": Moment.json(startsAt), "ends_at": Moment.json(endsAt),
            "time_zone": .string(timeZone), "venue": .text(venue), "online_url": .text(onlineUrl),
        ]
    }
}
