import ArgumentParser
import Domain

/// Makes two addresses of one human one person, in two steps.
struct PersonMerge: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make two addresses of one human one person: a plan first.",
        usage: """
            registrar person merge <person> <other>
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            For owners. The first stays, and mail about certificates goes to their address. Nothing \
            that happened is rewritten, and links that were mailed go on working. Two who are in \
            one cohort are not merged. `registrar person unmerge` undoes it.

            Example:
              registrar person merge ada@example.org ada@old.example
            """
    )

    @OptionGroup var who: PersonArgument

    @Argument(help: ArgumentHelp("Who is the same human: their address, or their number.", valueName: "other"))
    var other: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let people = desk.registrar.people
        let (key, other) = (try who.key(), try PersonKey(typed: other))
        let plan = try await planning.outcome(hash: \MergePlan.hash) {
            try await people.planMerge(key, with: other, by: actor)
        } apply: {
            try await people.merge(key, with: other, hash: $0, by: actor)
        }
        return plan.answer
    }
}

extension MergePlan {
    fileprivate var answer: Answer {
        Answer(
            [
                "hash": .string(hash), "applied": .bool(isApplied), "person": .integer(person.rawValue),
                "other": .integer(other.rawValue), "emails": .list(emails) { .string($0.rawValue) },
                "other_emails": .list(otherEmails) { .string($0.rawValue) },
                "names": .list(names) { .string($0.rawValue) },
                "lines": .list(lines) { ["subject": .string($0.subject), "becomes": .string($0.words)] },
            ],
            [
                .details([
                    ("Stays", .init("person \(person) <\(emails.words)>", .heading)),
                    ("Is the same", .init("person \(other) <\(otherEmails.words)>")),
                    ("Names", .init(names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.words)),
                ]),
                .details(lines.map { ($0.subject, .init($0.words)) }),
            ] + closing
        )
    }

    private var closing: [Block] {
        guard !isApplied else {
            return [
                .words("They are one person."),
                .hint("To undo it, while nothing rests on it: registrar person unmerge \(other)"),
            ]
        }
        let next = NextCommand("registrar", "person", "merge", "\(person)", "\(other)").adding("--apply", hash)
        return [
            .words("Nothing was changed yet. If they are one human, carry out this plan:"),
            .verbatim(next.lines.joined(separator: "\n")),
        ]
    }
}

extension [EmailAddress] {
    fileprivate var words: String { map(\.rawValue).joined(separator: ", ") }
}

extension [PersonName] {
    fileprivate var words: String? { isEmpty ? nil : map(\.rawValue).joined(separator: ", ") }
}
