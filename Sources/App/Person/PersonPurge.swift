import ArgumentParser
import Domain

/// Takes what is over its time, or tells what was taken.
struct PersonPurge: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Take what is over its time: a plan first; or tell what was taken.",
        usage: """
            registrar person purge [--report | --dry-run | --apply <hash> | --yes]
                     [<options>]
            """,
        discussion: """
            For owners. The worker does it every night by itself. How long each kind of data is \
            kept: `registrar institute retention list`.

            Example:
              registrar person purge --dry-run
              registrar person purge --report
            """
    )

    @Flag(help: "Tell what the latest purges took.")
    var report = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard !report || (!planning.isDryRun && planning.apply == nil && !planning.yes) else {
            throw ValidationError("Give --report alone.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let retention = desk.registrar.retention
        guard !report else { return PurgeRun.answer(try await retention.runs(by: actor)) }
        let plan = try await planning.outcome(hash: \PurgePlan.hash) {
            try await retention.planPurge(by: actor)
        } apply: {
            try await retention.purge(hash: $0, by: actor)
        }
        return plan.answer
    }
}

extension PurgePlan {
    fileprivate var answer: Answer {
        let found = lines.filter { $0.count > 0 }
        return Answer(
            [
                "hash": .string(hash), "applied": .bool(isApplied),
                "lines": .list(lines) {
                    ["kind": .string($0.rule.kind), "count": .integer($0.count), "period": .string($0.rule.words)]
                },
            ],
            [
                Output.list(
                    found,
                    none: isApplied ? "Nothing went." : "Nothing is over its time.",
                    [
                        .number(isApplied ? "GONE" : "GOES") { .init($0.count) },
                        .text("KIND") { .init($0.rule.kind) },
                        .text("AFTER") { .init($0.rule.words) },
                        .text("WHAT", gives: true) { .init($0.rule.takes) },
                    ]
                )
            ] + (found.isEmpty || isApplied ? [] : closing)
        )
    }

    private var closing: [Block] {
        [
            .words("Nothing was changed yet, and nothing brings it back. To carry out this plan:"),
            .verbatim(
                NextCommand("registrar", "person", "purge").adding("--apply", hash).lines.joined(separator: "\n")
            ),
            .hint("By itself the worker does it tonight. Files of mails in the spool are for it alone."),
        ]
    }
}

extension PurgeRun {
    fileprivate static func answer(_ runs: [PurgeRun]) -> Answer {
        Answer(
            .page(runs) { run in
                [
                    "id": .integer(run.id), "night": .text(run.night.map { "\($0)" }),
                    "begun_at": Moment.json(run.begunAt), "finished_at": Moment.json(run.finishedAt),
                    "by": .text(run.login), "counts": .object(run.sorted.map { .init($0.kind, .integer($0.count)) }),
                ]
            },
            Output.list(
                runs,
                none: "No purge ran yet; the worker does it every night.",
                [
                    .text("BEGUN (UTC)") { .init(Moment.short($0.begunAt, in: "UTC")) },
                    .text("BY") { .init($0.login ?? "the worker") },
                    .text("ENDED") {
                        $0.finishedAt == nil ? .init("not yet", .waiting) : .init("yes", .good)
                    },
                    .text("WENT", gives: true) { .init($0.words) },
                ]
            )
        )
    }

    private var sorted: [(kind: String, count: Int)] {
        gone.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var words: String {
        sorted.isEmpty ? "nothing" : sorted.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    }
}
