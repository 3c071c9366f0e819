import ArgumentParser
import Domain

/// The noun `campaign`.
struct CampaignCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Texts that went to many people of the list; `mail send` begins one.",
        subcommands: [
            CampaignList.self, CampaignShow.self, CampaignPause.self, CampaignResume.self, CampaignCancel.self,
        ]
    )
}

/// Lists campaigns, newest first.
struct CampaignList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List campaigns, newest first, and how far each has come.",
        discussion: """
            Example:
              registrar campaign list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let campaigns = try await desk.registrar.campaigns.list(by: try await desk.actor())
        return Answer(
            .page(campaigns, \.json),
            Output.list(
                campaigns,
                none: "No campaign was sent yet.",
                [
                    .number("NO") { .init($0.id.rawValue) },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("SUBJECT", gives: true) { .init($0.subject) },
                    .number("SENT") { .init("\($0.sent)/\($0.recipients)") },
                    .number("HELD") { .init($0.heldBack) },
                    .number("DEAD") { .init($0.dead) },
                    .text("SINCE (UTC)") { .init(Moment.short($0.createdAt, in: "UTC")) },
                ]
            )
        )
    }
}

/// Shows one campaign, once or until it ends.
struct CampaignShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a campaign: to whom, and how far it has come.",
        discussion: """
            Example:
              registrar campaign show 3
              registrar campaign show 3 --watch
            """
    )

    @Argument(help: "The campaign's number, from `campaign list`.")
    var number: Int

    @Flag(help: "Stay, and show how far it has come.")
    var watch = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let (actor, id) = (try await desk.actor(), CampaignID(rawValue: number))
        let campaigns = desk.registrar.campaigns
        guard watch else { return try await campaigns.show(id, by: actor).answer }
        return try await CampaignWatch(campaigns: campaigns, actor: actor).watch(id).answer
    }
}

/// Stops a campaign until it is resumed.
struct CampaignPause: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop a campaign until it is resumed.",
        discussion: """
            Example:
              registrar campaign pause 3
            """
    )

    @Argument(help: "The campaign's number, from `campaign list`.")
    var number: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.registrar.campaigns.pause(CampaignID(rawValue: number), by: try await desk.actor()).answer
    }
}

/// Goes on with a campaign that was paused.
struct CampaignResume: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a campaign that was paused.",
        discussion: """
            Example:
              registrar campaign resume 3
            """
    )

    @Argument(help: "The campaign's number, from `campaign list`.")
    var number: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.registrar.campaigns.resume(CampaignID(rawValue: number), by: try await desk.actor()).answer
    }
}

/// Ends a campaign for good.
struct CampaignCancel: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End a campaign: who has not got it yet never does.",
        discussion: """
            Example:
              registrar campaign cancel 3
            """
    )

    @Argument(help: "The campaign's number, from `campaign list`.")
    var number: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.registrar.campaigns.cancel(CampaignID(rawValue: number), by: try await desk.actor()).answer
    }
}
