import ArgumentParser
import Domain

/// What may be done about an appeal.
struct AppealCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appeal",
        abstract: "Appeals against denials; another decider decides them.",
        subcommands: [AppealFile.self, AppealUphold.self, AppealDismiss.self, AppealWithdraw.self, AppealList.self]
    )
}

extension Appeal {
    func answer(_ words: String, next: String = "") -> Answer {
        Answer(
            json,
            .words(words),
            .details([
                ("Enrollment", .init("\(enrollmentId) in \(cohort)", .heading)), ("Who", .init(name.rawValue)),
                ("Denied", .init("\(Moment.words(deniedAt, in: zone)) by \(deniedBy)")),
                ("Appeal", .init(stateWords)), ("In words", .init(self.words)), ("Decided so", .init(decidedWhy)),
            ]),
            .hint(next)
        )
    }

    /// `filed on 2027-02-01`, `open until 2027-03-01 09:00`
    var stateWords: String {
        guard let state, let stateSince else { return "open until \(Moment.short(until, in: zone))" }
        return "\(state.rawValue) on \(Moment.day(stateSince, in: zone))" + (stateBy.map { " by \($0)" } ?? "")
    }

    var json: JSON {
        [
            "enrollment": .integer(enrollmentId.rawValue), "cohort": .string(cohort), "name": .string(name.rawValue),
            "denied_at": Moment.json(deniedAt), "denied_by": .string(deniedBy),
            "reason_class": .text(reasonClass?.rawValue), "until": Moment.json(until), "state": .text(state?.rawValue),
            "state_since": Moment.json(stateSince), "state_by": .text(stateBy), "words": .text(words),
            "decided_why": .text(decidedWhy),
        ]
    }
}
