import CCalendar
import Domain
import Foundation

extension SeatLetter {
    /// One event per session, with an identity that lasts as long as the enrollment; none for letters that change no
    /// calendar.
    ///
    /// Times are in UTC, which every calendar shows in its own zone. Calendars are often shared, so no link with a
    /// token stands in one. Letters that end a seat take the events out, and with them those of the claims that it went
    /// on from, should their own letter never have gone; a calendar that never had them ignores that. A letter about a
    /// seat that moved does both, in a file each: a calendar object has one method (RFC 5546).
    func calendars(at origin: Origin) throws -> [CalendarFile] {
        guard let method = calendarMethod else { return [] }
        let code = cohort.cohort.code
        guard method == .publish else {
            return [try file(code, .cancel, events(of: enrollmentID, sequence, cohort) + formerEvents, origin)]
        }
        let published = try file(code, .publish, events(of: enrollmentID, sequence, cohort), origin)
        guard kind == .transferred, let last = former.first, !formerEvents.isEmpty else { return [published] }
        return [published, try file("\(last.cohort.cohort.code)-cancelled", .cancel, formerEvents, origin)]
    }

    /// One session of one claim, as a calendar knows it.
    private struct Event {
        let enrollment: EnrollmentID
        let sequence: Int
        let session: Session
        let cohort: CohortPage
    }

    private func events(of enrollment: EnrollmentID, _ sequence: Int, _ cohort: CohortPage) -> [Event] {
        cohort.sessions.map { Event(enrollment: enrollment, sequence: sequence, session: $0, cohort: cohort) }
    }

    private var formerEvents: [Event] {
        former.flatMap { events(of: $0.enrollmentID, $0.sequence, $0.cohort) }
    }

    private func file(
        _ name: String,
        _ method: CalendarFile.Method,
        _ events: [Event],
        _ origin: Origin
    ) throws -> CalendarFile {
        let calendar = try Component(ICAL_VCALENDAR_COMPONENT)
        try calendar.add(icalproperty_new_prodid("-//Registrar//Seats//EN"))
        try calendar.add(icalproperty_new_version("2.0"))
        try calendar.add(icalproperty_new_method(method == .publish ? ICAL_METHOD_PUBLISH : ICAL_METHOD_CANCEL))
        for event in events { calendar.add(try component(event, method, origin)) }
        return CalendarFile(method: method, name: "\(name).ics", bytes: try calendar.octets())
    }

    /// What the letter does to the reader's calendar, if anything.
    var calendarMethod: CalendarFile.Method? {
        guard !cohort.sessions.isEmpty else { return nil }
        return switch kind {
        case .confirmed, .transferred: .publish
        case .changed: state == .confirmed ? .publish : nil
        case .withdrawn, .removed, .cancelled: .cancel
        case .confirmSeat, .waiting, .offered, .offerReminder, .lapsed, .offerLapsed, .known, .paymentDue, .closed,
            .carried:
            nil
        }
    }

    private func component(_ of: Event, _ method: CalendarFile.Method, _ origin: Origin) throws -> Component {
        let session = of.session
        let event = try Component(ICAL_VEVENT_COMPONENT)
        try event.add(icalproperty_new_uid("enrollment-\(of.enrollment)-session-\(session.number)@\(origin.host)"))
        try event.add(icalproperty_new_sequence(Int32(clamping: of.sequence)))
        try event.add(icalproperty_new_dtstamp(now.inUTC))
        try event.add(icalproperty_new_dtstart(session.startsAt.inUTC))
        try event.add(icalproperty_new_dtend(session.endsAt.inUTC))
        try event.add(icalproperty_new_summary(title(of: session, in: of.cohort)))
        try event.add(icalproperty_new_status(method == .publish ? ICAL_STATUS_CONFIRMED : ICAL_STATUS_CANCELLED))
        // A place or a link is for those who have a seat; an event that is taken out needs none.
        if method == .publish {
            if let place = (session.venue ?? session.onlineUrl)?.onOneLine, !place.isEmpty {
                try event.add(icalproperty_new_location(place))
            }
            try event.add(icalproperty_new_description(description(of: session)))
        }
        try event.add(icalproperty_new_url(try link(to: of.cohort).asLink))
        let contact = try Mailbox(name: institute.name, address: institute.contactEmail)
        let organizer = icalproperty_new_organizer("mailto:\(contact.address)")
        icalproperty_add_parameter(organizer, icalparameter_new_cn(contact.name))
        try event.add(organizer)
        return event
    }

    /// The page of a cohort: the letter's own link, or beside it.
    private func link(to other: CohortPage) -> String {
        other.cohort.code == cohort.cohort.code
            ? cohortLink : "\(institute.publicUrl)/cohorts/\(other.cohort.code)"
    }

    private func title(of session: Session, in cohort: CohortPage) -> String {
        let program = "\(institute.name.onOneLine): \(cohort.cohort.programName.onOneLine)"
        guard cohort.sessions.count > 1 else { return program }
        return "\(program), session \(session.number) of \(cohort.sessions.count)"
    }

    private func description(of session: Session) -> String {
        var lines = ["\(cohort.cohort.programName.onOneLine) (\(cohort.cohort.code))"]
        if let seatNumber { lines.append("Your seat: \(seatNumber)") }
        if !cohort.instructors.isEmpty { lines.append("With \(cohort.instructorNames)") }
        if session.venue != nil, let link = session.onlineUrl { lines.append("Online: \(link.onOneLine)") }
        lines.append("Questions: \(institute.contactEmail)")
        return lines.joined(separator: "\n")
    }
}

extension Date {
    fileprivate var inUTC: icaltimetype {
        icaltime_from_timet_with_zone(time_t(timeIntervalSince1970), 0, icaltimezone_get_utc_timezone())
    }
}
