import ArgumentParser
import Domain

/// Completes a cohort in two steps, a plan and its application.
struct CohortComplete: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Complete a closed cohort: who attended, and who did not come.",
        usage: """
            registrar cohort complete <code> (--attendance <file> | [--all-attended]
                     [--attended <number> ...] [--no-show <number> ...])
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Each confirmed seat is named once, by the number that `cohort roster` shows; \
            --all-attended speaks for those who are not named. A file has the header \
            “enrollment,attended” or “email,attended”, and yes or no.

            Example:
              registrar cohort complete MES-2027-01 --all-attended --no-show 12
              registrar cohort complete MES-2027-01 --attendance attendance.csv
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @Option(help: ArgumentHelp("Who attended; may be given again.", valueName: "number"))
    var attended: [Int] = []

    @Option(
        name: .customLong("no-show"),
        help: ArgumentHelp("Who did not come; may be given again.", valueName: "number")
    )
    var noShow: [Int] = []

    @Flag(name: .customLong("all-attended"), help: "Everyone who is not named attended.")
    var allAttended = false

    @Option(help: ArgumentHelp("Who attended, as CSV.", valueName: "file"), completion: .file(extensions: ["csv"]))
    var attendance: String?

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        let hasFlags = allAttended || !attended.isEmpty || !noShow.isEmpty
        guard attendance == nil || !hasFlags else {
            throw ValidationError("Give --attendance, or the other ways to say who attended, not both.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let cohorts = desk.registrar.cohorts
        let who = try said
        let plan = try await planning.outcome(hash: \CohortPlan.hash) {
            try await cohorts.planComplete(code: code, who, by: actor)
        } apply: {
            try await cohorts.complete(code: code, who, hash: $0, by: actor)
        }
        return plan.answer(done: "\(plan.cohort.code) is completed.", next: next(plan.cohort.code))
    }

    private var said: Attendance {
        get throws {
            guard let attendance else {
                return Attendance(attended: attended, noShow: noShow, restAttended: allAttended)
            }
            return try Attendance.read(TableSource(name: attendance, octets: try InputFile.octets(at: attendance)))
        }
    }

    private func next(_ code: String) -> NextCommand {
        var next = NextCommand("registrar", "cohort", "complete", code)
            .adding("--attendance", attendance)
            .adding("--all-attended", if: allAttended)
        for number in attended { next = next.adding("--attended", String(number)) }
        for number in noShow { next = next.adding("--no-show", String(number)) }
        return next
    }
}
