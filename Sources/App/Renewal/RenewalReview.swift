import ArgumentParser
import Credentials
import Domain

/// Accepts or refuses something brought towards renewal.
struct RenewalReview: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Accept something brought towards renewal, or refuse it.",
        usage: """
            registrar renewal review <credit> (--accept | --refuse <reason>)
                     [<options>]
            """,
        discussion: """
            Credits and their numbers are in `renewal show`, their files come by `renewal fetch`. \
            Until the term is renewed the last word counts. The holder is told by mail of what is \
            refused, and reads the reason on the renewal page.

            Example:
              registrar renewal review 12 --accept
              registrar renewal review 13 --refuse "The certificate of completion has no date"
            """
    )

    @Argument(help: "The credit, by its number.")
    var credit: Int

    @Flag(help: "It counts.")
    var accept = false

    @Option(help: ArgumentHelp("It does not count, for this reason.", valueName: "reason"))
    var refuse: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard accept == (refuse == nil) else { throw ValidationError("Give --accept, or --refuse with a reason.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let reviewed = try await desk.registrar.renewals.review(
            RenewalCreditID(rawValue: credit),
            CreditVerdict(isAccepted: accept, reason: refuse),
            by: actor
        )
        let standing = try await desk.registrar.renewals.show(reviewed.certificateId.rawValue, by: actor).standing
        return Answer(
            .object((reviewed.json.members ?? []) + [.init("renewal", standing.json)]),
            reviewed.details,
            .words(
                standing.missing.isEmpty
                    ? "Nothing is missing any more of \(standing.certificate.printedID)."
                    : "Of \(standing.certificate.printedID) \(standing.missing.map(\.words).joined(separator: ", "))."
            )
        )
    }
}
