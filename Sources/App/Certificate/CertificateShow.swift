import ArgumentParser
import Domain

/// Shows a certificate and everything that happened to it.
struct CertificateShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a certificate with its whole story.",
        discussion: """
            Example:
              registrar certificate show MES-7K3M9-QRT2W-R
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let story = try await desk.registrar.certificates.story(of: certificate.id, by: desk.actor())
        let institute = try await desk.registrar.institute.current()
        let answer = story.certificate.answer(nil, by: institute, done: " ")
        return Answer(
            .object(
                (answer.json.members ?? []) + [
                    .init("person", .integer(story.person.rawValue)), .init("events", .list(story.events, \.json)),
                ]
            ),
            answer.blocks.dropLast() + [
                .details([("Person", .init(String(story.person.rawValue)))]),
                .table(
                    Table(
                        story.events,
                        [
                            .text("WHAT") { .init($0.kind) },
                            .text("FROM (UTC)") { .init(Moment.short($0.effectiveAt, in: "UTC")) },
                            .text("BY") { .init($0.staff) },
                            .text("CLASS") { .init($0.reason?.replacing("_", with: " ")) },
                            .text("WHY", gives: true) { .init($0.words) },
                        ]
                    )
                ),
            ]
        )
    }
}

extension CertificateStory.Event {
    fileprivate var json: JSON {
        [
            "kind": .string(kind), "at": Moment.json(at), "effective_at": Moment.json(effectiveAt),
            "staff": .text(staff), "reason_class": .text(reason), "reason": .text(words),
        ]
    }
}
