import ArgumentParser
import Domain
import Mail

/// Erases a person in two steps, a plan and its application.
struct PersonErase: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a person's data at their request: a plan first, then for good.",
        usage: """
            registrar person erase <person>
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            For owners. Name, address, texts, mails and signed files go; nothing brings them back. Certificates' IDs \
            then answer that they were issued to a person whose data was erased; money stays as numbers.

            Example:
              registrar person erase ada@example.org
            """
    )

    @OptionGroup var who: PersonArgument
    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let people = desk.registrar.people
        let key = try who.key()
        let plan = try await planning.outcome(hash: \ErasurePlan.hash) {
            try await people.planErasure(of: key, by: actor)
        } apply: {
            try await people.erase(key, hash: $0, by: actor)
        }
        guard plan.isApplied else { return plan.answer("") }
        return plan.answer(await Self.takeMails(plan, at: desk))
    }

    /// Takes mails out of the spool where it is here; the worker beside it takes what is left, or was under way.
    private static func takeMails(_ plan: ErasurePlan, at desk: Desk) async -> String {
        let worker = "The worker takes mails of theirs out of the spool within a few minutes."
        guard let folder = desk.settings.service.spool else { return worker }
        do { try await Spool(folder: folder).erase(plan.mails) } catch {
            return "\(worker) They could not be taken at once: \(error)"
        }
        return ""
    }
}

extension ErasurePlan {
    fileprivate func answer(_ mailWords: String) -> Answer {
        Answer(
            json,
            [
                .words(isApplied ? "Person \(person) is erased." : "Person \(person): \(who)."),
                .details(lines.map { ($0.subject, .init($0.words)) }),
                .details([
                    ("Goes too", .init("texts of staff about them\(mails.isEmpty ? "" : ", \(mails.count) mails")")),
                    ("Stays", .init("numbers, times and states, and digests of the texts")),
                    ("Staff", .init(staff.isEmpty ? nil : "\(staff.joined(separator: ", ")) has this address")),
                    ("Same name", .init(namesakes.isEmpty ? nil : namesakeWords)),
                ]),
                .words(mailWords),
            ] + closing
        )
    }

    private var who: String {
        let all = names.map(\.rawValue).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return (all + ["<\(emails.map(\.rawValue).joined(separator: ", "))>"]).joined(separator: ", ")
    }

    private var namesakeWords: String {
        "people \(namesakes.map { "\($0)" }.joined(separator: ", ")) under other addresses; ask whether it is they"
    }

    private var closing: [Block] {
        guard !isApplied else {
            return [.hint("Backups made before hold everything until they expire; exported lists are not reached.")]
        }
        return [
            .words("Nothing was changed yet, and nothing brings it back. To carry out this plan:"),
            .verbatim(
                NextCommand("registrar", "person", "erase", "\(person)").adding("--apply", hash).lines
                    .joined(separator: "\n")
            ),
            .hint("Write to them before: afterwards nobody here knows where."),
        ]
    }

    private var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(isApplied), "person": .integer(person.rawValue),
            "names": .list(names) { .string($0.rawValue) }, "emails": .list(emails) { .string($0.rawValue) },
            "lines": .list(lines) { ["subject": .string($0.subject), "becomes": .string($0.words)] },
            "mails": .integer(mails.count), "staff": .list(staff, JSON.string),
            "same_name": .list(namesakes) { .integer($0.rawValue) },
        ]
    }
}
