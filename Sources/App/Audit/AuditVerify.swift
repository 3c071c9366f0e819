import ArgumentParser
import Domain

/// Recomputes every seal; ends with 1 when one no longer fits.
struct AuditVerify: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nobody changed what was sealed; exits 1 when somebody did.",
        discussion: """
            Example:
              registrar audit verify
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let verdict = try await desk.registrar.audit.verify(by: try await desk.actor())
        let lag = Int(verdict.lag.rounded())
        return Answer(
            [
                "intact": .bool(verdict.broken.isEmpty), "seals": .integer(verdict.seals),
                "entries": .integer(verdict.entries), "unsealed": .integer(verdict.unsealed),
                "lag_seconds": .integer(lag), "broken": .list(verdict.broken, JSON.string),
            ],
            isGood: verdict.broken.isEmpty,
            .details(
                [
                    ("Audit trail", verdict.broken.isEmpty ? .init("intact", .good) : .init("broken", .bad)),
                    ("Seals", .init("\(verdict.seals), over \(verdict.entries - verdict.unsealed) entries")),
                    ("Unsealed", .init(verdict.unsealed > 0 ? "\(verdict.unsealed), the oldest for \(lag) s" : "none")),
                ] + verdict.broken.map { (label: "Broken", value: .init($0, .bad)) }
            )
        )
    }
}
