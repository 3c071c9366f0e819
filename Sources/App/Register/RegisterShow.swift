import ArgumentParser
import Domain

/// Shows a certificate's entry in the register, and what was said of it.
struct RegisterShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a certificate's entry in the register, with its history.",
        discussion: """
            Example:
              registrar register show MES-7K3M9-QRT2W-R
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let found = try await desk.registrar.certificates.require(certificate.id)
        let (entry, events) = try await desk.registrar.register.show(found, by: desk.actor())
        return Answer(
            [
                "id": .string(found.printedID), "entry": entry?.json ?? .null,
                "events": .list(events) {
                    [
                        "kind": .string($0.kind), "at": Moment.json($0.at), "by": .string($0.actor),
                        "staff": .text($0.staff), "wording_version": .count($0.wordingVersion),
                    ]
                },
            ],
            .details([
                ("Certificate", .init(found.printedID)),
                ("Holder", .init(found.name)),
                ("In the register", .init(entry == nil ? "no" : "yes")),
                (
                    "Found now",
                    .init(entry.map { $0.isShown ? "yes" : "no: the certificate is \(found.status.rawValue)" })
                ),
                ("City", .init(entry?.city)),
            ]),
            Output.list(
                events,
                none: "Nothing was said yet.",
                [
                    .text("WHAT") { .init($0.kind.replacing("_", with: " ")) },
                    .text("WHEN (UTC)") { .init(Moment.short($0.at, in: "UTC")) },
                    .text("BY") { .init($0.staff ?? $0.actor) },
                    .number("WORDING") { .init($0.wordingVersion.map(String.init)) },
                ]
            )
        )
    }
}
