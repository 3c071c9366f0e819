import Domain
import Foundation

extension SeatLetter {
    /// All that the templates may say about this letter.
    ///
    /// An address that nobody confirmed may be a stranger's: it is told what was asked for and no more, so neither
    /// the name that somebody typed nor the link to an online room is among the facts.
    func facts() throws -> [String: Fact] {
        try Fact.frame(of: institute).merging([
            "program": .text(cohort.cohort.programName.onOneLine),
            "programCode": .text(cohort.cohort.programCode),
            "cohort": .text(cohort.cohort.code),
            "cohortLink": .text(try cohortLink.asLink),
            "instructors": .optional(cohort.instructors.isEmpty ? nil : cohort.instructorNames),
            "starts": .optional(cohort.cohort.startsAt.map { Clock(zone, cohort.cohort.timeZone).day($0) }),
            "name": .optional(addressConfirmed ? name.rawValue.onOneLine : nil),
            "addressConfirmed": .flag(addressConfirmed),
            "seat": .optional(seatNumber.map(String.init)),
            "position": .optional(position.map(String.init)),
            "places": .optional(try placesFacts),
            "held": .flag(state == .held),
            "waitlisted": .flag(state == .waitlisted),
            "offered": .flag(state == .offered),
            "confirmed": .flag([.confirmed, .attended, .noShow].contains(state)),
            "action": .optional(try actionLink),
            "stateLink": .optional(kind == .known ? try stateLink.asLink : nil),
            "deadline": .optional(deadlineFacts),
            "schedule": .optional(try scheduleFacts),
            "calendar": .flag(calendarMethod != nil),
            "former": .optional(former.first?.cohort.cohort.code),
            "due": .optional(dueMinor > 0 ? Currency.words(dueMinor, cohort.cohort.currency) : nil),
            "purpose": .text("REG-\(enrollmentID)"),
            "mayMove": .flag(mayMove),
            "otherDates": .optional(otherDates.isEmpty ? nil : ["dates": .list(try otherDates.map(facts))]),
        ]) { own, _ in own }
    }

    /// The one thing to do next; nil when there is nothing to do.
    private var actionLink: String? {
        get throws {
            switch kind {
            case .confirmSeat, .waiting, .offered, .offerReminder, .confirmed, .known, .paymentDue, .transferred,
                .carried, .changed:
                try actingLink.asLink
            case .lapsed, .offerLapsed, .withdrawn: try cohortLink.asLink
            case .cancelled: try mayMove ? actingLink.asLink : institute.publicUrl.asLink
            case .closed: try institute.publicUrl.asLink
            case .removed: nil
            }
        }
    }

    /// Who had a seat in a cohort that was cancelled moves to another date by the link.
    private var mayMove: Bool { kind == .cancelled && wasConfirmed }

    /// Every queue in which a wish for several cohorts waits, this one first; a place elsewhere has a link of its own.
    private var placesFacts: [String: Fact]? {
        get throws {
            guard kind.tellsPlaces, !elsewhere.isEmpty else { return nil }
            let here = position.map { [facts(of: cohort.cohort, $0, link: nil)] } ?? []
            let others = try elsewhere.map { facts(of: $0.cohort, $0.position, link: try $0.actingLink.asLink) }
            return ["queues": .list(here + others)]
        }
    }

    private func facts(of cohort: Cohort, _ position: Int, link: String?) -> [String: Fact] {
        let day = cohort.startsAt.map { Clock(cohort.timeZone).day($0) }
        return [
            "date": .text(day.map { "\($0) (\(cohort.code))" } ?? cohort.code), "number": .text(String(position)),
            "link": .optional(link),
        ]
    }

    private func facts(of date: OtherDate) throws -> [String: Fact] {
        [
            "code": .text(date.code), "day": .text(Clock(zone, date.timeZone).day(date.startsAt)),
            "link": .text(try date.link.asLink),
        ]
    }

    /// The deadline on the reader's clock, and on the cohort's where that shows another time.
    private var deadlineFacts: [String: Fact]? {
        guard let deadline, tellsDeadline else { return nil }
        let theirs = Clock(zone, cohort.cohort.timeZone)
        let cohorts = Clock(cohort.cohort.timeZone)
        return [
            "clock": .group(theirs.words(deadline).facts),
            "beside": .optional(theirs.agrees(with: cohorts, at: deadline) ? nil : cohorts.words(deadline).facts),
        ]
    }

    private var tellsDeadline: Bool {
        switch kind {
        case .confirmSeat, .offered, .offerReminder, .lapsed, .offerLapsed, .paymentDue: true
        case .known, .changed: [.held, .offered].contains(state)
        case .waiting, .confirmed, .withdrawn, .removed, .cancelled, .transferred, .closed, .carried: false
        }
    }

    private var scheduleFacts: [String: Fact]? {
        get throws {
            guard kind.concernsLivePlace, !cohort.sessions.isEmpty else { return nil }
            return ["sessions": .list(try cohort.sessions.map(facts))]
        }
    }

    /// Who travels needs the venue's clock first, who sits at home their own; the other stands beside it where it
    /// differs.
    private func facts(of session: Session) throws -> [String: Fact] {
        let theirs = Clock(zone, session.timeZone)
        let venues = Clock(session.timeZone)
        let (first, second) = session.venue == nil ? (theirs, venues) : (venues, theirs)
        let agree = first.agrees(with: second, at: session.startsAt, session.endsAt)
        let showsLink = addressConfirmed && state == .confirmed
        return [
            "number": .optional(cohort.sessions.count > 1 ? String(session.number) : nil),
            "total": .text(String(cohort.sessions.count)),
            "clock": .group(first.words(from: session.startsAt, to: session.endsAt).facts),
            "beside": .optional(agree ? nil : second.words(from: session.startsAt, to: session.endsAt).facts),
            "venue": .optional(session.venue.map(\.onOneLine)),
            "online": .flag(session.onlineUrl != nil),
            "onlineLink": .optional(showsLink ? try session.onlineUrl.map { try $0.asLink } : nil),
        ]
    }
}

extension SeatLetter.Kind {
    fileprivate var tellsPlaces: Bool { [.waiting, .known, .carried, .offerLapsed, .withdrawn].contains(self) }

    /// Whether the reader has, at this moment, a seat or a place in the queue.
    fileprivate var concernsLivePlace: Bool {
        switch self {
        case .confirmSeat, .waiting, .offered, .offerReminder, .confirmed, .known, .paymentDue, .transferred, .carried,
            .changed:
            true
        case .lapsed, .offerLapsed, .withdrawn, .removed, .cancelled, .closed: false
        }
    }
}

extension Clock.Words {
    var facts: [String: Fact] { ["time": .text(time), "zone": .text(zone)] }
}

extension CohortPage {
    /// `Ann`, `Ann and Bo`, `Ann, Bo and Cy`.
    var instructorNames: String {
        let names = instructors.map(\.onOneLine)
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension String {
    /// The same text, when it is an http or https link that can stand on a line of its own.
    var asLink: String {
        get throws {
            guard wholeMatch(of: /https?:\/\/[^\s<>"'`\\]+/) != nil,
                !unicodeScalars.contains(where: { [.control, .format].contains($0.properties.generalCategory) })
            else { throw UnfitLetter("\(debugDescription) is not a link that a mail could carry.") }
            return self
        }
    }
}
