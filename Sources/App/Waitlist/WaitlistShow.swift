import ArgumentParser
import Domain

/// Shows the queue of a cohort, with the whole story of each claim.
struct WaitlistShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the queue of a cohort, with the whole story of each claim.",
        discussion: """
            Who waits, in order, then who is offered a seat: when they came, what happened since \
            and why, and who was served before them. What staff wrote as a reason is for staff.

            Example:
              registrar waitlist show MES-2027-01-22
              registrar waitlist show MES-2027-01-22 --ended --json
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @Flag(help: "Also those who waited once and no longer do.")
    var ended = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let list = try await desk.registrar.seats.waitlist(of: code, ended: ended, by: try await desk.actor())
        let cohort = list.cohort
        return Answer(
            ["cohort": .string(cohort.code), "items": .list(list.entries, \.json), "next": .null],
            [
                .words("\(cohort.code), \(cohort.programName): \(cohort.state.rawValue), \(cohort.seatWords)."),
                Output.list(
                    list.entries,
                    none: "Nobody waits.",
                    [
                        .text("PLACE") { .init($0.place) },
                        .number("NO") { .init($0.status.id.rawValue) },
                        .number("ARRIVAL") { .init($0.receipt.arrival) },
                        .text("STATE") { .init($0.status.state.rawValue, $0.status.state.tone) },
                        .text("NAME", gives: true) { .init($0.status.name.rawValue) },
                        .text("ADDRESS", gives: true) { .init($0.address) },
                    ]
                ),
            ]
                + list.entries.map { entry in
                    .details(
                        [
                            (
                                "No \(entry.status.id)",
                                .init("\(entry.status.name.rawValue), \(entry.status.email.rawValue)", .heading)
                            )
                        ]
                            + entry.events.map { event in
                                (Moment.short(event.at, in: cohort.timeZone), .init(event.sentence))
                            } + entry.receipt.summary
                    )
                }
                + [.hint(list.entries.isEmpty ? "" : "Times are in \(cohort.timeZone).")]
        )
    }
}

extension Waitlist.Entry {
    fileprivate var place: String {
        status.position.map { "\($0)\(isPreferred ? " first" : "")" } ?? "-"
    }

    fileprivate var address: String {
        status.email.rawValue + (status.state == .waitlisted && !status.addressConfirmed ? " ?" : "")
    }

    fileprivate var json: JSON {
        [
            "id": .integer(status.id.rawValue), "name": .string(status.name.rawValue),
            "email": .string(status.email.rawValue), "state": .string(status.state.rawValue),
            "arrival": .integer(receipt.arrival), "position": .count(status.position),
            "preferred": .bool(isPreferred), "address_confirmed": .bool(status.addressConfirmed),
            "expires_at": Moment.json(status.expiresAt), "receipt": receipt.json, "events": .list(events, \.json),
        ]
    }
}

extension Receipt {
    fileprivate var summary: [(label: String, value: Table.Cell)] {
        let served = servedBefore.map { "\($0.count) \($0.words)" }
        let passes = passedOver.map { "\($0.count) \(ToldEvent.plain($0.reason))" }
        return [
            ("Served before", .init(served.isEmpty ? "nobody" : served.joined(separator: "; "), .faint)),
            ("Passed over", .init(passes.isEmpty ? "never" : passes.joined(separator: "; "), .faint)),
        ]
    }

    fileprivate var json: JSON {
        [
            "arrived_at": Moment.json(arrivedAt), "waiting_since": Moment.json(waitingSince),
            "address_confirmed_at": Moment.json(addressConfirmedAt),
            "served_before": .list(servedBefore) {
                [
                    "reason": .string($0.reason.rawValue), "staff_reason": .text($0.staffReason),
                    "count": .integer($0.count),
                ]
            },
            "passed_over": .list(passedOver) { ["reason": .string($0.reason), "count": .integer($0.count)] },
        ]
    }
}

extension Receipt.Served {
    fileprivate var words: String {
        switch reason {
        case .arrivedEarlier: "arrived earlier"
        case .staffDecision: "by staff decision (\(ToldEvent.plain(staffReason ?? "other")))"
        case .addressUnconfirmed: "while the address was unconfirmed"
        case .offerOpenElsewhere: "while a seat elsewhere was offered"
        case .removed: "while the claim was removed"
        case .unrecorded: "for no recorded reason"
        }
    }
}
