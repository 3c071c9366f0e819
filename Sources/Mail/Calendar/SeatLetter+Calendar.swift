import CCalendar
import Domain
import Foundation

extension SeatLetter {
    /// One event per session, with an identity that lasts as long as the enrollment; nil for letters that change no
    /// calendar.
    ///
    /// Times are in UTC, which every calendar shows in its own zone. Calendars are often shared, so no link with a
    /// token stands in one. Letters that end a seat take the events out; a calendar that never had them ignores that.
    func calendar(at origin: Origin) throws -> CalendarFile? {
        guard let method = calendarMethod else { return nil }
        let calendar = try Component(ICAL_VCALENDAR_COMPONENT)
        try calendar.add(icalproperty_new_prodid("-//Registrar//Seats//EN"))
        try calendar.add(icalproperty_new_version("2.0"))
        try calendar.add(icalproperty_new_method(method == .publish ? ICAL_METHOD_PUBLISH : ICAL_METHOD_CANCEL))
        for session in cohort.sessions {
            calendar.add(try event(session, method, origin))
        }
        return CalendarFile(method: method, name: "\(cohort.cohort.code).ics", bytes: try calendar.octets())
    }

    /// What the letter does to the reader's calendar, if anything.
    var calendarMethod: CalendarFile.Method? {
        guard !cohort.sessions.isEmpty else { return nil }
        return switch kind {
        case .confirmed: .publish
        case .changed: state == .confirmed ? .publish : nil
        case .withdrawn, .removed, .cancelled: .cancel
        case .confirmSeat, .waiting, .offered, .lapsed, .offerLapsed, .known, .closed, .carried: nil
        }
    }

    private func event(_ session: Session, _ method: CalendarFile.Method, _ origin: Origin) throws -> Component {
        let event = try Component(ICAL_VEVENT_COMPONENT)
        try event.add(icalproperty_new_uid("enrollment-\(enrollmentID)-session-\(session.number)@\(origin.host)"))
        try event.add(icalproperty_new_sequence(Int32(clamping: sequence)))
        try event.add(icalproperty_new_dtstamp(now.inUTC))
        try event.add(icalproperty_new_dtstart(session.startsAt.inUTC))
        try event.add(icalproperty_new_dtend(session.endsAt.inUTC))
        try event.add(icalproperty_new_summary(title(of: session)))
        try event.add(icalproperty_new_status(method == .publish ? ICAL_STATUS_CONFIRMED : ICAL_STATUS_CANCELLED))
        // A place or a link is for those who have a seat; an event that is taken out needs none.
        if method == .publish {
            if let place = (session.venue ?? session.onlineUrl)?.onOneLine, !place.isEmpty {
                try event.add(icalproperty_new_location(place))
            }
            try event.add(icalproperty_new_description(description(of: session)))
        }
        try event.add(icalproperty_new_url(try cohortLink.asLink))
        let contact = try Mailbox(name: institute.name, address: institute.contactEmail)
        let organizer = icalproperty_new_organizer("mailto:\(contact.address)")
        icalproperty_add_parameter(organizer, icalparameter_new_cn(contact.name))
        try event.add(organizer)
        return event
    }

    private func title(of session: Session) -> String {
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
