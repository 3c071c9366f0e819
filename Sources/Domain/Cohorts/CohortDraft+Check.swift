import Foundation

/// A draft with every value checked that can be checked without the database, and all that was wrong with it.
struct CheckedDraft: Sendable {
    struct Session: Sendable {
        let startsAt: Date
        let endsAt: Date
        let timeZone: String
        let venue: String?
        let onlineUrl: String?
    }

    let draft: CohortDraft
    let code: String
    let program: String
    let currency: String
    var sessions: [Session] = []
    var opensAt: Date
    var closesAt: Date?
    var problems: [Refusal.Problem] = []
    /// What was decided for whoever wrote the draft, in words.
    var notes: [String] = []

    /// The draft's words in capitals, with nothing checked yet.
    init(unchecked draft: CohortDraft) {
        self.draft = draft
        code = draft.code.uppercased()
        program = draft.program.uppercased()
        currency = draft.currency.uppercased()
        opensAt = .distantPast
    }

    /// - Parameter now: The database's time.
    init(_ draft: CohortDraft, now: Date) {
        self.init(unchecked: draft)
        opensAt = now
        checkWords()
        let zone = zone(draft.timeZone, "time_zone")
        for (index, session) in draft.sessions.enumerated() {
            check(session, "sessions[\(index + 1)]", zone)
        }
        sessions.sort { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }
        if let text = draft.registrationOpensAt, let zone {
            opensAt = instant(text, zone, "registration_opens_at") ?? now
        }
        if let text = draft.registrationClosesAt, let zone {
            closesAt = instant(text, zone, "registration_closes_at")
        } else {
            closesAt = sessions.first?.startsAt
        }
        checkRegistration(now)
    }

    mutating func report(_ field: String, _ words: String) {
        problems.append(.init(field, words))
    }

    mutating func checkWords() {
        if code.count > 40 || code.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) == nil {
            report(
                "code",
                "A cohort's code is up to 40 capitals and digits with single hyphens between, like MES-2027-01."
            )
        }
        if draft.capacity > 10 {
            report(
                "capacity",
                """
                A workshop has only 10 seats: that is what the institute promises, and an eleventh seat would break it. \
                Give a capacity of 1 to 10, and open another cohort for more people.
                """
            )
        } else if draft.capacity < 1 {
            report("capacity", "A cohort has at least one seat; give a capacity of 1 to 10.")
        }
        if !(0...Int(Int32.max)).contains(draft.priceMinor) {
            report("price_minor", "The price is 0 or more, in minor units: 129500 is 1,295.00.")
        }
        if !Locale.Currency.isoCurrencies.contains(where: { $0.identifier.uppercased() == currency }) {
            report("currency", "“\(draft.currency)” is no currency of ISO 4217; give three letters like USD or CAD.")
        }
        let windows = [("hold_window", draft.holdWindow), ("offer_window", draft.offerWindow)]
        for (field, window) in windows where !(.seconds(60) ... .seconds(14 * 86400)).contains(window) {
            report(field, "A window is 1 minute to 14 days long.")
        }
        if !(.seconds(60) ... .seconds(60 * 86_400)).contains(draft.paymentWindow) {
            report("payment_window", "The time to pay is 1 minute to 60 days long.")
        }
        if draft.paymentFirst, draft.priceMinor == 0 {
            report("payment_first", "There is nothing to pay first where the price is 0; give a price.")
        }
    }

    mutating func zone(_ name: String, _ field: String) -> TimeZone? {
        guard TimeZone.isKnown(name), let zone = TimeZone(identifier: name) else {
            report(field, "There is no time zone “\(name)”; give one like America/New_York, or UTC.")
            return nil
        }
        return zone
    }

    mutating func check(_ session: CohortDraft.Session, _ field: String, _ cohortZone: TimeZone?) {
        let venue = session.venue?.trimmedOrNil
        let onlineUrl = session.onlineUrl?.trimmedOrNil
        checkPlace(venue, onlineUrl, field)
        let ownZone = session.timeZone.map { zone($0, "\(field).time_zone") } ?? cohortZone
        guard let ownZone else { return }
        let start = instant(session.startsAt, ownZone, "\(field).starts_at")
        let end = instant(session.endsAt, ownZone, "\(field).ends_at")
        guard let start, let end else { return }
        guard start < end else {
            return report(
                "\(field).ends_at",
                "The session ends before it starts; give an end after \(session.startsAt)."
            )
        }
        sessions.append(
            Session(
                startsAt: start,
                endsAt: end,
                timeZone: session.timeZone ?? draft.timeZone,
                venue: venue,
                onlineUrl: onlineUrl
            )
        )
    }

    mutating func checkPlace(_ venue: String?, _ onlineUrl: String?, _ field: String) {
        if venue == nil, onlineUrl == nil {
            report("\(field).venue", "A session needs a venue or an online link, or both.")
        }
        if let onlineUrl, !URL.isWebAddress(onlineUrl) {
            report("\(field).online_url", "The online link must begin with https:// or http://.")
        }
    }

    mutating func instant(_ text: String, _ zone: TimeZone, _ field: String) -> Date? {
        guard let time = LocalTime(text.trimmingCharacters(in: .whitespaces)) else {
            report(
                field,
                "“\(text)” is no date and time; write it like 2027-01-22T09:00, on the wall clock of \(zone.identifier)."
            )
            return nil
        }
        switch time.instant(in: zone) {
        case .one(let date):
            return date
        case .twice(let first, _):
            notes.append(
                """
                \(field): \(time) comes twice in \(zone.identifier), because the clocks go back; \
                the first of the two was taken, \(first.formatted(.iso8601)).
                """
            )
            return first
        case .never(let next):
            report(
                field,
                "\(time) does not exist in \(zone.identifier), because the clocks go forward; the next time that does is \(next)."
            )
            return nil
        }
    }

    private mutating func checkRegistration(_ now: Date) {
        guard let closesAt else {
            if draft.sessions.isEmpty, draft.registrationClosesAt == nil {
                report(
                    "registration_closes_at",
                    "Without a session nobody knows when registration closes; add a session, or say when."
                )
            }
            return
        }
        guard closesAt <= opensAt else { return }
        if draft.registrationClosesAt == nil, draft.registrationOpensAt == nil {
            report("sessions[1].starts_at", "The cohort would start in the past; give a start after now.")
        } else {
            report(
                "registration_closes_at",
                "Registration would close before it opens; give a closing time after the opening."
            )
        }
    }
}

extension String {
    /// The text without blanks around it; nil when nothing is left.
    var trimmedOrNil: String? {
        let text = trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }
}
