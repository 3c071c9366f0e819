import ArgumentParser
import Domain
import Foundation

/// Lays out a cohort as a draft.
struct CohortCreate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Lay out a cohort as a draft, which only staff see.",
        usage: """
            registrar cohort create <code> --program <code> --zone <zone>
                     --session <start/end> ... --price <amount> --currency <code>
                     [<options>]
            """,
        discussion: """
            All times are wall-clock times in the cohort's zone. A session is START/END; END \
            may be a time on the same day.

            Example:
              registrar cohort create MES-2027-01 --program MES \\
                --zone America/New_York --venue "12 Main St, Boston" \\
                --session 2027-01-22T09:00/17:00 --session 2027-01-23T09:00/17:00 \\
                --price 129500 --currency USD
              registrar cohort open MES-2027-01
            """
    )

    @Argument(help: "The cohort's code: capitals and digits with hyphens.")
    var code: String

    @Option(help: ArgumentHelp("Code of the program; its newest version is taken.", valueName: "code"))
    var program: String

    @Option(help: ArgumentHelp("IANA zone, like America/New_York.", valueName: "zone"))
    var zone: String

    @Option(help: ArgumentHelp("A session; give one for each.", valueName: "start/end"))
    var session: [SessionSpan]

    @Option(help: "Where the sessions take place.")
    var venue: String?

    @Option(name: .customLong("online-url"), help: ArgumentHelp("Where they take place online.", valueName: "url"))
    var onlineURL: String?

    @Option(help: ArgumentHelp("Price in minor units: 129500 is 1,295.00.", valueName: "amount"))
    var price: Int

    @Option(help: ArgumentHelp("ISO 4217 code, like USD.", valueName: "code"))
    var currency: String

    @Option(help: "Seats, 1 to 10.")
    var capacity = 10

    @Option(help: ArgumentHelp("When registration opens (default: now).", valueName: "time"))
    var opens: String?

    @Option(help: ArgumentHelp("When it closes (default: the first session's start).", valueName: "time"))
    var closes: String?

    @Option(help: ArgumentHelp("How long a seat is held, like 90m, 2h or 3d.", valueName: "time"))
    var hold = TimeSpan(.seconds(2 * 3600))

    @Option(help: ArgumentHelp("How long an offer stands.", valueName: "time"))
    var offer = TimeSpan(.seconds(24 * 3600))

    @Flag(help: "A seat stays held until it is paid.")
    var paymentFirst = false

    @Option(help: ArgumentHelp("How long it then waits for its payment.", valueName: "time"))
    var paymentWindow = TimeSpan(.seconds(3 * 86_400))

    @Option(help: ArgumentHelp("Login of an instructor; may be given again.", valueName: "login"))
    var instructor: [String] = []

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let draft = CohortDraft(
            code: code,
            program: program,
            timeZone: zone,
            sessions: session.map {
                .init(startsAt: $0.startsAt, endsAt: $0.endsAt, venue: venue, onlineUrl: onlineURL)
            },
            capacity: capacity,
            priceMinor: price,
            currency: currency,
            registrationOpensAt: opens,
            registrationClosesAt: closes,
            holdWindow: hold.duration,
            offerWindow: offer.duration,
            paymentFirst: paymentFirst,
            paymentWindow: paymentWindow.duration,
            instructors: instructor
        )
        let page = try await desk.registrar.cohorts.create(draft, by: try await desk.actor())
        return page.answer("\(page.cohort.code) is a draft; `registrar cohort open \(page.cohort.code)` opens it.")
    }
}

/// `2027-01-22T09:00/17:00` or `2027-01-22T09:00/2027-01-23T01:00`: what the parts mean is for Domain to say.
struct SessionSpan: ExpressibleByArgument {
    let startsAt: String
    let endsAt: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        startsAt = parts[0]
        let isClock = parts[1].wholeMatch(of: /\d{1,2}:\d{2}(:\d{2})?/) != nil
        endsAt = isClock ? "\(parts[0].prefix(10))T\(parts[1])" : parts[1]
    }
}

/// `90m`, `2h`, `3d`.
struct TimeSpan: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ seconds[$0] }), let count = Int(argument.dropLast()),
            (0...1_000_000).contains(count)
        else { return nil }
        duration = .seconds(count * unit)
    }

    var defaultValueDescription: String {
        let seconds = duration.components.seconds
        if seconds % 86_400 == 0, seconds > 86_400 { return "\(seconds / 86_400)d" }
        return seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds / 60)m"
    }
}
