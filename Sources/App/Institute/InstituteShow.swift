import ArgumentParser
import Domain

/// Shows who the institute is; anyone may know.
struct InstituteShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show who the institute is.",
        discussion: """
            Example:
              registrar institute show
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.registrar.institute.current().answer()
    }
}

extension Institute {
    func answer(_ words: String? = nil) -> Answer {
        Answer(
            [
                "name": .string(name), "contact_email": .string(contactEmail), "postal_address": .string(postalAddress),
                "time_zone": .string(timeZone), "logo_url": .text(logoUrl), "public_url": .string(publicUrl),
                "sender_email": .text(senderEmail),
            ],
            (words.map { [.words($0)] } ?? []) + [
                .details([
                    ("Institute", .init(name, .heading)), ("Contact", .init(contactEmail)),
                    ("Mail is from", .init(senderEmail)),
                    ("Address", .init(postalAddress)), ("Time zone", .init(timeZone)), ("Logo", .init(logoUrl)),
                    ("Public URL", .init(publicUrl)),
                ])
            ]
        )
    }
}
