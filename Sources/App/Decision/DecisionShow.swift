import ArgumentParser
import Domain

/// The whole story of one certification, and what each word of it rests on.
struct DecisionShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the story of one decision and what it rests on.",
        discussion: """
            The basis shown is that of the last word, frozen with it; --json has it for each.

            Example:
              registrar decision show 12
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let id = EnrollmentID(rawValue: enrollment)
        let story = try await desk.registrar.decisions.story(of: id, by: desk.actor())
        return Answer(
            .page(story, \.json),
            Output.list(
                story,
                none: "Nobody proposed enrollment \(enrollment).",
                [
                    .text("WHEN (UTC)") { .init(Moment.short($0.at, in: "UTC")) },
                    .text("WORD") { .init($0.kind.rawValue, $0.kind.tone) },
                    .text("BY") { .init($0.whoWords) },
                    .text("WHY", gives: true) { .init($0.reason) },
                ]
            ),
            .details(story.last?.basis?.lines ?? [])
        )
    }
}

extension Decision {
    /// `maya (as owner), with leave of sam`
    fileprivate var whoWords: String {
        staff + (actingOwner.map { " (through \($0))" } ?? "") + (overrideBy.map { ", override agreed by \($0)" } ?? "")
    }

    fileprivate var json: JSON {
        [
            "id": .integer(id.rawValue), "enrollment": .integer(enrollmentId.rawValue),
            "decision": .string(kind.rawValue), "at": Moment.json(at), "by": .string(staff),
            "acting_owner": .text(actingOwner), "override_agreed_by": .text(overrideBy),
            "reason_class": .text(reasonClass?.rawValue), "reason": .text(reason), "basis": basis.map(\.json) ?? .null,
        ]
    }
}
