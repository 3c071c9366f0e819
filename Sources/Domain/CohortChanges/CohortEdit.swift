/// What is to be different of a cohort; nil leaves a thing as it is. Times are local wall-clock times.
package struct CohortEdit: Sendable {
    /// 1 to 10, and never below a seat that is taken.
    package var capacity: Int?
    /// IANA zone; its wall clock shows other moments, so the sessions must be given with it.
    package var timeZone: String?
    /// All sessions anew; one without a place takes it from the present session of its number.
    package var sessions: [CohortDraft.Session]?
    /// Where every session that is not over takes place; empty for nowhere.
    package var venue: String?
    package var onlineUrl: String?
    /// Local in the cohort's zone.
    package var registrationClosesAt: String?

    package init(
        capacity: Int? = nil,
        timeZone: String? = nil,
        sessions: [CohortDraft.Session]? = nil,
        venue: String? = nil,
        onlineUrl: String? = nil,
        registrationClosesAt: String? = nil
    ) {
        self.capacity = capacity
        self.timeZone = timeZone
        self.sessions = sessions
        self.venue = venue
        self.onlineUrl = onlineUrl
        self.registrationClosesAt = registrationClosesAt
    }

    var isEmpty: Bool {
        capacity == nil && timeZone == nil && sessions == nil && venue == nil && onlineUrl == nil
            && registrationClosesAt == nil
    }
}
