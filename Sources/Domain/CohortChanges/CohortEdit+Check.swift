import Foundation

extension CheckedDraft {
    /// A cohort as an edit would leave it, checked as a new draft is; what it does not name stays as it is.
    init(_ edit: CohortEdit, of cohort: Cohort, _ present: [Domain.Session]) {
        let given = edit.sessions?.enumerated().map { index, session in
            let before = index < present.count ? present[index] : present.last
            var session = session
            session.venue = edit.venue ?? session.venue ?? before?.venue
            session.onlineUrl = edit.onlineUrl ?? session.onlineUrl ?? before?.onlineUrl
            if edit.timeZone == nil { session.timeZone = session.timeZone ?? before?.timeZone }
            return session
        }
        let draft = CohortDraft(
            code: cohort.code,
            program: cohort.programCode,
            timeZone: edit.timeZone ?? cohort.timeZone,
            sessions: given ?? [],
            capacity: edit.capacity ?? cohort.capacity,
            priceMinor: cohort.priceMinor,
            currency: cohort.currency,
            registrationClosesAt: edit.registrationClosesAt
        )
        self.init(unchecked: draft)
        opensAt = cohort.registrationOpensAt
        closesAt = cohort.registrationClosesAt
        checkWords()
        let zone = zone(draft.timeZone, "time_zone")
        if let given {
            for (index, session) in given.enumerated() { check(session, "sessions[\(index + 1)]", zone) }
            sessions.sort { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }
            if given.isEmpty { report("sessions", "A cohort keeps at least one session.") }
        } else {
            if edit.timeZone != nil, edit.timeZone != cohort.timeZone, !present.isEmpty {
                report(
                    "time_zone",
                    "In another zone the same wall clock shows other moments: give the sessions together with the zone."
                )
            }
            sessions = present.map { moved($0, edit, cohort.now) }
        }
        checkStarts(cohort.now, present)
        checkClosing(edit, cohort, zone)
    }

    /// A session that is not over, at its new place.
    private mutating func moved(_ session: Domain.Session, _ edit: CohortEdit, _ now: Date) -> CheckedDraft.Session {
        let stays = session.endsAt <= now
        let venue = stays ? session.venue : edit.venue.map(\.trimmedOrNil) ?? session.venue
        let onlineUrl = stays ? session.onlineUrl : edit.onlineUrl.map(\.trimmedOrNil) ?? session.onlineUrl
        checkPlace(venue, onlineUrl, "sessions[\(session.number)]")
        return CheckedDraft.Session(
            startsAt: session.startsAt,
            endsAt: session.endsAt,
            timeZone: session.timeZone,
            venue: venue,
            onlineUrl: onlineUrl
        )
    }

    private mutating func checkStarts(_ now: Date, _ present: [Domain.Session]) {
        let known = Set(present.map(\.startsAt))
        for (index, session) in sessions.enumerated() where session.startsAt <= now && !known.contains(session.startsAt)
        {
            report(
                "sessions[\(index + 1)].starts_at",
                "A session cannot move into the past: give a start after now, \(now.formatted(.iso8601))."
            )
        }
    }

    /// Registration that closes with the first session's start goes on doing so when that moves.
    private mutating func checkClosing(_ edit: CohortEdit, _ cohort: Cohort, _ zone: TimeZone?) {
        if let text = edit.registrationClosesAt, let zone {
            closesAt = instant(text, zone, "registration_closes_at")
        } else if let start = sessions.first?.startsAt, cohort.registrationClosesAt == cohort.startsAt {
            closesAt = start
        }
        guard let closesAt, closesAt <= opensAt else { return }
        report(
            "registration_closes_at",
            "Registration would close before it opened, \(opensAt.formatted(.iso8601)); give a later time."
        )
    }
}
