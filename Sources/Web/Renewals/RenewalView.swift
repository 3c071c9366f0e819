import Domain
import Foundation

/// Where a holder stands on the way to the next term, as their page shows it.
struct RenewalView: Sendable {
    /// One thing that renewing takes.
    struct Needed: Sendable {
        let name: String
        let state: String
        let tone: String
        let detail: String?
    }

    struct Credit: Sendable {
        let title: String
        let what: String
        let by: String?
        let state: String
        let tone: String
        let reason: String?
        let file: String
    }

    let credential: String
    let id: String
    let holder: String
    let address: String
    let ring: ProgressRing
    let heading: String
    let words: String
    let tone: String
    let state: String
    /// “By when” lines.
    let dates: [String]
    let latest: String?
    let needed: [Needed]
    let hasNeeded: Bool
    let rule: String?
    let credits: [Credit]
    let hasCredits: Bool
    let form: CreditFormView?
    let contact: String
    let trouble: String?

    init(_ page: RenewalPage, token: String, contact: String, trouble: Refusal?, _ typed: CreditTyped) {
        let standing = page.standing
        let certificate = standing.certificate
        let clock = LocalClock(page.zone)
        credential = certificate.title
        id = certificate.printedID
        holder = certificate.name ?? ""
        address = "/verify/\(certificate.printedID)"
        ring = ProgressRing(
            done: min(standing.acceptedMinutes, standing.rules?.minutes ?? 0),
            of: standing.rules?.minutes ?? 0
        )
        let verdict = RenewalVerdict(standing, clock)
        (heading, words, tone, state) = (verdict.heading, verdict.words, verdict.tone, verdict.state)
        dates = Self.dates(standing, clock)
        latest = page.latest.map {
            ($0.kind == .renewed ? "Renewed on " : "Reinstated on ") + clock.day($0.at)
                + ($0.validUntil.map { ", valid until \(clock.day($0))." } ?? ".")
        }
        needed = standing.isOpenToCredits ? Self.needed(standing) : []
        hasNeeded = !needed.isEmpty
        rule = standing.isOpenToCredits ? standing.rules.map(Self.rule) : nil
        credits = page.credits.map { Self.credit($0, clock) }
        hasCredits = !credits.isEmpty
        form =
            standing.isOpenToCredits
            ? CreditFormView(
                standing,
                action: "/renewals/\(token)/evidence",
                trouble: trouble,
                typed,
                today: "\(page.today)"
            ) : nil
        self.contact = contact
        self.trouble = trouble?.message
    }

    private static func dates(_ standing: RenewalStanding, _ clock: LocalClock) -> [String] {
        guard standing.isOpenToCredits, let end = standing.certificate.validUntil else { return [] }
        let isOver = standing.certificate.isPastTerm
        var lines = [isOver ? "The term ended on \(clock.day(end))." : "The term ends on \(clock.day(end))."]
        if let opens = standing.opens, standing.phase == .early {
            lines.append("It may be renewed from \(clock.day(opens)) on.")
        }
        if let grace = standing.graceEnds, standing.phase != .lapsed, grace > end {
            lines.append("What is complete by \(clock.day(grace)) counts as in time.")
        }
        if let last = standing.lastChance, standing.rules?.reinstatement != nil, standing.phase != .lapsed {
            lines.append("After that it may be reinstated until \(clock.day(last)).")
        }
        return lines
    }

    private static func needed(_ standing: RenewalStanding) -> [Needed] {
        guard let rules = standing.rules else { return [] }
        let isEnough = standing.acceptedMinutes >= rules.minutes
        var needed = [
            Needed(
                name: "\(rules.minutes) minutes of \(rules.kinds.map(\.words).joined(separator: " or "))",
                state: isEnough ? "Complete" : "\(standing.acceptedMinutes) of \(rules.minutes)",
                tone: isEnough
                    ? "good" : standing.acceptedMinutes + standing.waitingMinutes >= rules.minutes ? "waiting" : "open",
                detail: standing.waitingMinutes > 0
                    ? "\(standing.waitingMinutes) minutes more are being looked at." : nil
            )
        ]
        if standing.needsFoundations {
            needed.append(
                Needed(
                    name: "The foundations course",
                    state: standing.hasFoundations ? "Complete" : "Still to do",
                    tone: standing.hasFoundations ? "good" : "open",
                    detail: "Once, at the first renewal of a certificate as old as yours."
                )
            )
        }
        if standing.feeMinor > 0 {
            let due = Currency.words(standing.dueMinor, rules.currency)
            let fee = Currency.words(standing.feeMinor, rules.currency)
            needed.append(
                Needed(
                    name: standing.isToReinstate ? "The fee for reinstatement, \(fee)" : "The fee, \(fee)",
                    state: standing.dueMinor == 0 ? "Settled" : "\(due) due",
                    tone: standing.dueMinor == 0 ? "good" : "open",
                    detail: nil
                )
            )
        }
        return needed
    }

    private static func rule(_ rules: RenewalRules) -> String {
        let kinds = rules.kinds.count > 1 ? ", in any mixture" : ""
        let licenses =
            rules.licenses.isEmpty
            ? "" : ", taught or supervised by somebody licensed: \(rules.licenses.joined(separator: ", "))"
        return
            "What counts: \(rules.kinds.map(\.words).joined(separator: " and "))\(kinds), done in this term\(licenses)."
    }

    private static func credit(_ credit: RenewalCredit, _ clock: LocalClock) -> Credit {
        let license = [credit.licenseType, credit.licenseNumber].compactMap(\.self).joined(separator: " ")
        let by = [credit.supervisor, license.isEmpty ? nil : license].compactMap(\.self).joined(separator: ", ")
        let (state, tone) =
            switch credit.state {
            case .submitted: ("Being looked at", "waiting")
            case .accepted: ("Accepted", "good")
            case .refused: ("Does not count", "bad")
            }
        return Credit(
            title: credit.title ?? credit.kind.words.capitalizedFirst,
            what:
                "\(credit.kind.words.capitalizedFirst), \(credit.minutes) minutes, \(LocalClock.words(ofDay: "\(credit.doneOn)"))",
            by: by.isEmpty ? nil : by,
            state: state,
            tone: tone,
            reason: credit.state == .refused ? credit.reason : nil,
            file: "\(credit.fileName ?? "File \(credit.id)"), sent on \(clock.day(credit.at))"
        )
    }
}

extension RenewalCredit.Kind {
    var words: String {
        switch self {
        case .coursework: "coursework"
        case .observation: "observation"
        case .foundations: "foundations course"
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
