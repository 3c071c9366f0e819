import ArgumentParser
import Domain

/// Checks every invariant on the live system; ends with 1 when one is broken.
struct DoctorCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check every invariant on the live system; exits 1 when one is broken.",
        discussion: """
            Reads only, and may run at any time.

            Example:
              registrar doctor
              registrar doctor --json
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let findings = try await desk.registrar.doctor.examine(by: try await desk.actor())
        let broken = findings.filter { !$0.isHeld }
        return Answer(
            ["healthy": .bool(broken.isEmpty), "items": .list(findings, \.json), "next": .null],
            isGood: broken.isEmpty,
            [
                Output.list(
                    findings,
                    none: "There is nothing to check.",
                    [
                        .text("", { $0.isHeld ? .init("✓", .good) : .init("✗", .bad) }),
                        .text("INVARIANT") { .init($0.invariant, $0.isHeld ? .plain : .bad) },
                        .number("BROKEN") { .init($0.count) },
                    ]
                ),
                .details(
                    broken.flatMap { finding in
                        [
                            (label: finding.invariant, value: Table.Cell(finding.words, .bad)),
                            (label: "", value: Table.Cell("\(finding.count): \(finding.ids.joined(separator: ", "))")),
                        ]
                    }
                ),
                .words(
                    broken.isEmpty
                        ? "All \(findings.count) invariants hold."
                        : "\(broken.count) of \(findings.count) invariants are broken."
                ),
            ]
        )
    }
}

extension Finding {
    fileprivate var json: JSON {
        [
            "invariant": .string(invariant), "words": .string(words), "held": .bool(isHeld), "count": .integer(count),
            "ids": .list(ids, JSON.string),
        ]
    }
}
