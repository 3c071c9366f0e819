import ArgumentParser
import Domain
import Foundation
import Mail

/// Sends one text to many people of the list, in two steps.
struct MailSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a text to people of the list: the plan first, then its hash.",
        usage: """
            registrar mail send --template <file> --to <filter> ...
                     [--purpose <purpose>] [--subject <words>] [--sample <file>]
                     [--dry-run | --apply <hash> | --yes] [--watch] [<options>]
            """,
        discussion: """
            Only people who confirmed and whose address is not suppressed get it; both are looked \
            at again as each mail goes out. The template is plain text with the tags first_name, \
            name, institute, preferences and leave; its first line may be Subject: …. Every mail \
            ends with the institute's postal address and the way off the list.

            --to takes everybody, or source=…, program=…, cohort=…, state=…, since=…; several of \
            one kind are any of them, several kinds must all hold.

            Example:
              registrar mail send --template may.txt --to program=MES,state=attended
              registrar mail send --template may.txt --to everybody --sample may.eml
              registrar mail send --template may.txt --to everybody --apply 3f0c… --watch
            """
    )

    @Option(help: ArgumentHelp("What to say.", valueName: "file"), completion: .file())
    var template: String

    @Option(help: ArgumentHelp("To whom; may be given again.", valueName: "filter"))
    var to: [String]

    @Option(help: ArgumentHelp("What they agreed to.", valueName: "purpose"))
    var purpose = "updates"

    @Option(help: ArgumentHelp("The subject, instead of the template's first line.", valueName: "words"))
    var subject: String?

    @Option(
        help: ArgumentHelp("Write the mail to the first recipient to this file.", valueName: "file"),
        completion: .file(extensions: ["eml"])
    )
    var sample: String?

    @Flag(help: "Stay, and show how far it has come.")
    var watch = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        _ = try ExportFilter(typed: to, purpose: purpose)
        guard !to.isEmpty else { throw ValidationError("Say to whom: --to everybody, or a filter.") }
        guard !watch || planning.apply != nil || planning.yes else {
            throw ValidationError("--watch goes with --apply or --yes: nothing is sent before.")
        }
    }

    func run() async throws {
        let answer = try await Desk.open(options) { desk in
            let octets = try InputFile.octets(at: template)
            guard let text = String(validating: octets, as: UTF8.self) else {
                throw UsageProblem("The file \(template) is not UTF-8.")
            }
            let words = try CampaignTemplate(text, file: template, subject: subject)
            let filter = try ExportFilter(typed: to, purpose: purpose)
            let actor = try await desk.actor()
            let campaigns = desk.registrar.campaigns
            var hash = planning.apply
            if hash == nil {
                let plan = try await campaigns.plan(words, to: filter, by: actor)
                let message = try plan.sample.map { try desk.settings.composer().compose($0) }
                if let sample, let message { try ExportTarget.save(message.bytes, at: sample) }
                guard planning.yes else { return try plan.answer(message, next: next) }
                hash = plan.hash
            }
            let campaign = try await campaigns.send(words, to: filter, hash: hash ?? "", by: actor)
            guard watch else { return campaign.answer }
            return try await CampaignWatch(campaigns: campaigns, actor: actor).watch(campaign.id).answer
        }
        Output.show(answer, asJSON: options.json)
    }

    private var next: NextCommand {
        var next = NextCommand("registrar", "mail", "send").adding("--template", template)
        for filter in to { next = next.adding("--to", filter) }
        if purpose != "updates" { next = next.adding("--purpose", purpose) }
        return subject.map { next.adding("--subject", $0) } ?? next
    }
}

extension CampaignPlan {
    fileprivate func answer(_ message: Message?, next: NextCommand) throws -> Answer {
        let text = try message.map { try $0.plainText() }
        return Answer(
            [
                "hash": .string(hash), "applied": .bool(false), "purpose": .string(purpose), "filter": .string(filter),
                "recipients": .integer(recipients),
                "held_back": .list(heldBack) { ["reason": .string($0.reason), "people": .integer($0.people)] },
                "sample": .text(text),
            ],
            .words("\(recipients == 1 ? "1 person gets" : "\(recipients) people get") it: \(filter)."),
            .details(
                heldBack.map { (label: "Held back", value: Table.Cell("\($0.people), \($0.words)", .waiting)) }
            ),
            .hint(text == nil ? "" : "As the first of them reads it (links that act are left out):"),
            .verbatim(text ?? ""),
            recipients == 0
                ? .words("Nobody fits, so there is nothing to send.")
                : .words("Nothing was sent yet. To carry out this plan:"),
            .verbatim(recipients == 0 ? "" : next.adding("--apply", hash).lines.joined(separator: "\n"))
        )
    }
}

extension CampaignPlan.HeldBack {
    fileprivate var words: String {
        switch reason {
        case "not_confirmed": "who have not confirmed"
        case "left": "who have left"
        case "erased": "who were erased"
        case "merged": "who were merged into somebody"
        case "address_unknown": "whose address cannot be checked yet"
        default: "whose address is suppressed: \(Suppression(rawValue: reason)?.words ?? reason)"
        }
    }
}
