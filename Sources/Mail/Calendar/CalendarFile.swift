/// An iCalendar object (RFC 5545) as a file beside a mail.
struct CalendarFile {
    /// What the calendar is to do with it (RFC 5546): take the events in, or take them out.
    enum Method: String {
        case publish = "PUBLISH"
        case cancel = "CANCEL"
    }

    let method: Method
    let name: String
    let bytes: [UInt8]
}
