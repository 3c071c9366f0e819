import ArgumentParser
import Domain
import Postgres

/// Says something of a requirement of one candidate.
struct ProgressRecord: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Say that a requirement is complete, failed, submitted, waived or open.",
        usage: """
            registrar progress record <cohort> <candidate> <requirement> <state>
                     [--skill <code> ... | --tier <1-3> ... | --all-skills]
                     [--minutes <n>] [--on <day>] [--valid-until <day>]
                     [--evidence <number> | --file <file>] [--note <words>]
                     [--dry-run] [<options>]
            """,
        discussion: """
            A candidate is named by candidate number, by the number of the enrollment, or by \
            address. States are complete, fail, submit, waive and reopen; waive and reopen take \
            a note that says why. Nothing is unsaid: what is recorded later counts.

            Example:
              registrar progress record MES-2027-01 2841973 vital-signs-skills complete --tier 1
              registrar progress record MES-2027-01 2841973 referral-skills fail --skill MR-01
              registrar progress record MES-2027-01 ada@example.org cpr-card complete \\
                --valid-until 2029-01-31 --evidence 12
              registrar progress record MES-2027-01 17 cpr-card waive --note "A physician"
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Argument(help: "Candidate number, enrollment number, or address.")
    var candidate: String

    @Argument(help: "The requirement's code, as `program show` has it.")
    var requirement: String

    @Argument(help: "complete, fail, submit, waive or reopen.")
    var state: ProgressEntry.Kind

    @Option(help: ArgumentHelp("A skill, by its code; may be given again.", valueName: "code"))
    var skill: [String] = []

    @Option(help: ArgumentHelp("Every skill of this tier; may be given again.", valueName: "1-3"))
    var tier: [Int] = []

    @Flag(name: .customLong("all-skills"), help: "Every skill of the checklist.")
    var allSkills = false

    @Option(help: ArgumentHelp("Minutes of observation.", valueName: "n"))
    var minutes: Int?

    @Option(help: ArgumentHelp("The day of what is told, when it was not today.", valueName: "day"))
    var on: String?

    @Option(help: ArgumentHelp("The last day on which a document holds.", valueName: "day"))
    var validUntil: String?

    @Option(help: ArgumentHelp("What it rests on, by number.", valueName: "number"))
    var evidence: Int?

    @Option(help: ArgumentHelp("New evidence for it: PDF, JPEG, PNG or text.", valueName: "file"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("Words for the record; why, where it is waived or reopened.", valueName: "words"))
    var note: String?

    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard [!skill.isEmpty, !tier.isEmpty, allSkills].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give only one of --skill, --tier and --all-skills.")
        }
        guard evidence == nil || file == nil else { throw ValidationError("Give --evidence or --file, not both.") }
        guard tier.allSatisfy((1...3).contains) else { throw ValidationError("A tier is 1, 2 or 3.") }
        for day in [on, validUntil].compactMap(\.self) where CalendarDate(day) == nil {
            throw ValidationError("“\(day)” is no day; write it like 2026-11-02.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let progress = desk.registrar.progress
        let entry = try ProgressEntry(
            state,
            requirement,
            skills: try await skills(progress, actor),
            minutes: minutes,
            doneOn: on.flatMap { CalendarDate($0) },
            validUntil: validUntil.flatMap { CalendarDate($0) },
            evidence: evidence.map(EvidenceID.init(rawValue:)),
            note: note
        )
        let recorded = try await progress.record(
            entry,
            of: candidate,
            in: cohort,
            file: try file.map { try EvidenceFile(name: $0, octets: try InputFile.octets(at: $0)) },
            isRehearsal: rehearsal.dryRun,
            by: actor
        )
        return recorded.answer(state)
    }

    /// Those named, or all of a checklist that the words mean.
    private func skills(_ progress: Domain.Progress, _ actor: Actor) async throws -> [String] {
        guard allSkills || !tier.isEmpty else { return skill }
        let shown = try await progress.show(cohort: cohort, candidate: candidate, by: actor)
        let asked = shown.states.first { $0.code == requirement.lowercased() }?.detail?.skills ?? []
        let meant = asked.filter { allSkills || tier.contains($0.tier) }.map(\.code)
        guard !meant.isEmpty else {
            throw Refusal.invalid(
                "skill",
                "\(requirement) has no such skills; `registrar program show` has its checklist."
            )
        }
        return meant
    }
}

extension ProgressEntry.Kind: ExpressibleByArgument {
    init?(argument: String) { self.init(typed: argument) }
}

extension RecordedProgress {
    fileprivate func answer(_ kind: ProgressEntry.Kind) -> Answer {
        let what = count > 1 ? "\(count) skills \(kind.rawValue)" : kind.rawValue
        return Answer(
            [
                "candidate": candidate.json, "requirement": .string(after.code), "kind": .string(kind.rawValue),
                "events": .integer(count), "was": .string(before.state.rawValue),
                "state": .string(after.state.rawValue),
                "done": .integer(after.done), "needed": .integer(after.needed),
                "evidence": .count(evidence?.rawValue), "recorded": .bool(isRecorded),
            ],
            .details([
                ("Candidate", .init(candidate.words, .heading)), ("Requirement", .init(after.name)),
                ("Said", .init(what)), ("Was", .init(before.standing, .faint)),
                ("Is", .init(after.standing, after.state.tone)), ("Evidence", .init(evidence?.rawValue)),
            ]),
            .words(isRecorded ? "" : "Nothing was recorded: this was only tried.")
        )
    }
}
