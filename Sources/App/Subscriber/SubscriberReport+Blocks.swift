import Domain

extension SubscriberReport {
    private static let lastWeeks = 8

    /// The report at a terminal, within its columns.
    var blocks: [Block] {
        [
            .words(headline),
            .hint(caution ?? ""),
            .table(
                Table(
                    funnel,
                    [
                        .text("STEP") { .init($0.kind.words) },
                        .number("PEOPLE") { .init($0.people) },
                        .text("OF THE STEP BEFORE") { .init(Self.share($0.people, of: $0.before)) },
                    ]
                )
            ),
            Output.list(
                sources,
                none: "",
                [
                    .text("SOURCE", gives: true) { .init($0.name) },
                    .number("ASKED") { .init($0.total) },
                    .number("CONFIRMED") { .init($0.confirmed.reduce(0, +)) },
                    .number("LAST 4 WEEKS") { .init($0.asked.suffix(4).reduce(0, +)) },
                ]
            ),
            Output.list(
                weeks.indices.suffix(Self.lastWeeks).reversed(),
                none: "",
                [
                    .text("WEEK OF") { .init("\(weeks[$0].monday)") },
                    .number("ASKED") { week in .init(sources.reduce(0) { $0 + $1.asked[week] }) },
                    .number("CONFIRMED") { .init(weeks[$0].confirmed) },
                    .number("LEFT") { .init(weeks[$0].left) },
                    .number("SUPPRESSED") { .init(weeks[$0].allSuppressed) },
                    .number("ON THE LIST") { .init(weeks[$0].onList) },
                ]
            ),
            .table(
                Table(
                    standingLines,
                    [
                        .text("THE LIST TODAY", gives: true) { .init($0.label) },
                        .number("PEOPLE") { .init($0.people) },
                        .number("ADDRESSES") { .init($0.addresses) },
                    ]
                )
            ),
        ]
    }

    var json: JSON {
        [
            "day": .string("\(day)"), "since": .text(since.map { "\($0)" }),
            "funnel": .list(funnel) { step in
                [
                    "step": .string(step.kind.rawValue), "people": .integer(step.people), "of": .count(step.before),
                    "share": Figure.json(
                        step.before.flatMap { $0 == 0 ? nil : Double(step.people) / Double($0) }
                    ),
                ]
            },
            "sources": .list(sources) { source in
                [
                    "code": .string(source.code), "name": .string(source.name), "asked": .integer(source.total),
                    "confirmed": .integer(source.confirmed.reduce(0, +)),
                ]
            },
            "weeks": .list(Array(weeks.indices)) { week in
                [
                    "monday": .string("\(weeks[week].monday)"),
                    "asked": .object(sources.map { .init($0.code, .integer($0.asked[week])) }),
                    "confirmed": .integer(weeks[week].confirmed), "left": .integer(weeks[week].left),
                    "suppressed": .object(
                        Suppression.allCases.map { .init($0.rawValue, .integer(weeks[week].suppressed[$0] ?? 0)) }
                    ),
                    "on_list": .integer(weeks[week].onList),
                ]
            },
            "standing": [
                "on_list": .integer(standing.onList), "reachable": .integer(standing.reachable),
                "suppressed": .list(standing.suppressed) {
                    [
                        "reason": .string($0.reason.rawValue), "addresses": .integer($0.addresses),
                        "on_list": .integer($0.onList),
                    ]
                },
            ],
        ]
    }
}
