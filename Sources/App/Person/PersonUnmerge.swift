import ArgumentParser
import Domain

/// Undoes a merge.
struct PersonUnmerge: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmerge",
        abstract: "Make two people of one again, while nothing rests on the merge.",
        discussion: """
            For owners. Name who was merged into somebody; what came along with them goes with them. \
            Refused once exams of both counted together for a decision or another try.

            Example:
              registrar person unmerge ada@old.example
            """
    )

    @OptionGroup var who: PersonArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let (person, was) = try await desk.registrar.people.unmerge(who.key(), by: desk.actor())
        return Answer(
            ["person": .integer(person.rawValue), "was": .integer(was.rawValue)],
            .words("Person \(person) and person \(was) are two people again.")
        )
    }
}
