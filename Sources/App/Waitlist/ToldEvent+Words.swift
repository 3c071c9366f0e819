import Domain

extension ToldEvent {
    /// What happened, by whom and why: `passed over: address unconfirmed`.
    var sentence: String {
        let seat = seatNumber.map { " (seat \($0))" } ?? ""
        let who =
            switch actor {
            case "staff": " by \(login ?? "staff")"
            case "applicant": " by themselves"
            default: ""
            }
        let why = reason.map { ": \(Self.plain($0))" } ?? ""
        return Self.plain(kind) + seat + who + why + (words.map { ", “\($0)”" } ?? "")
    }

    var json: JSON {
        [
            "number": .integer(number), "enrollment": .integer(enrollment.rawValue), "kind": .string(kind),
            "at": Moment.json(at), "actor": .string(actor), "login": .text(login), "seat_number": .count(seatNumber),
            "deadline": Moment.json(deadline), "reason": .text(reason), "words": .text(words),
        ]
    }

    static func plain(_ word: String) -> String { word.replacing("_", with: " ") }
}

extension StaffDecision {
    /// What the decision brought about, or would, and where the claim stands then.
    func answer(at desk: Desk, by actor: Actor) async throws -> Answer {
        let standing = try await status.answer(at: desk, by: actor)
        return Answer(
            ["dry_run": .bool(isRehearsal), "enrollment": standing.json, "events": .list(events, \.json)],
            [
                .words(isRehearsal ? "This would happen; nothing was changed." : ""),
                .details(events.map { ("\($0.enrollment) \($0.name.rawValue)", .init($0.sentence)) }),
            ] + standing.blocks
        )
    }
}
