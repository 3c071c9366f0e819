import ArgumentParser
import Credentials
import Domain
import Foundation
import Mail

/// The keys that mail is signed with.
struct MailKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys that mail is signed with (DKIM).",
        subcommands: [MailKeysCreate.self, MailKeysList.self]
    )
}

/// Makes the next pair of keys.
struct MailKeysCreate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a pair of keys, RSA and Ed25519, and show their DNS records.",
        discussion: """
            They are files of mode 0600 in the folder that REGISTRAR_DKIM names. The newest of \
            each kind signs, so publish the records before a worker starts with them.

            Example:
              registrar mail keys create 2026a
            """
    )

    @Argument(help: "What both selectors begin with: small letters, digits and hyphens.")
    var stem: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.actor().require(.runInstitute)
        guard let folder = desk.settings.mail.dkim else { throw MailKeysList.noFolder }
        do { try DKIMKeys.create(stem, in: KeyFolder(path: folder)) } catch let unfit as DKIMKeys.UnfitKey {
            throw UsageProblem(unfit.description)
        } catch let unusable as KeyFolder.Unusable {
            throw Refusal.conflict("keys-not-made", unusable.description)
        }
        return try await MailKeysList.answer(at: desk)
    }
}

/// Lists the keys with what DNS has to say of them.
struct MailKeysList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys with their DNS records.",
        discussion: """
            Example:
              registrar mail keys list
            """
    )

    @OptionGroup var options: DeskOptions

    static let noFolder = UsageProblem(
        "REGISTRAR_DKIM is not set. It names the folder of the keys that mail is signed with."
    )

    func answer(at desk: Desk) async throws -> Answer { try await Self.answer(at: desk) }

    static func answer(at desk: Desk) async throws -> Answer {
        guard desk.settings.mail.dkim != nil else { throw noFolder }
        let keys = try desk.settings.dkimKeys().all
        let domain = try await desk.registrar.institute.current().mailDomain
        let lines = try keys.map { try $0.zoneLine(of: domain) }
        return Answer(
            [
                "domain": .string(domain),
                "items": .array(
                    try keys.map {
                        [
                            "selector": .string($0.selector), "kind": .string($0.key.kind.rawValue),
                            "signs": .bool($0.signs),
                            "name": .string("\($0.selector)._domainkey.\(domain)"), "txt": .string(try $0.record),
                        ]
                    }
                ),
            ],
            Output.list(
                keys,
                none: "There are no keys; `registrar mail keys create` makes them.",
                [
                    .text("SELECTOR") { .init($0.selector) }, .text("KIND") { .init($0.key.kind.rawValue) },
                    .text("SIGNS") { .init($0.signs ? "yes" : "no", $0.signs ? .good : .plain) },
                ]
            ),
            .words(keys.isEmpty ? "" : "In the DNS of \(domain):"),
            .verbatim(lines.joined(separator: "\n"))
        )
    }
}
