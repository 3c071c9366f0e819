/// A cohort as staff describe it, before anything of it was checked; times are local wall-clock times.
package struct CohortDraft: Sendable {
    /// One meeting: from when to when, and where.
    package struct Session: Sendable {
        /// Local, like `2027-01-22T09:00`.
        package var startsAt: String
        package var endsAt: String
        /// IANA zone of this meeting; nil is the cohort's.
        package var timeZone: String?
        package var venue: String?
        package var onlineUrl: String?

        package init(
            startsAt: String,
            endsAt: String,
            timeZone: String? = nil,
            venue: String? = nil,
            onlineUrl: String? = nil
        ) {
            self.startsAt = startsAt
            self.endsAt = endsAt
            self.timeZone = timeZone
            self.venue = venue
            self.onlineUrl = onlineUrl
        }
    }

    /// Capitals and digits with single hyphens, like `MES-2027-01`; small letters are raised.
    package var code: String
    /// The program's code; its newest version is taken.
    package var program: String
    /// IANA zone in which the cohort's times are read and shown.
    package var timeZone: String
    package var sessions: [Session]
    /// 1 to 10.
    package var capacity: Int
    /// In minor units of the currency: 129500 is 1,295.00 USD.
    package var priceMinor: Int
    /// ISO 4217.
    package var currency: String
    /// Local in the cohort's zone; nil is now.
    package var registrationOpensAt: String?
    /// Local in the cohort's zone; nil is the start of the first session.
    package var registrationClosesAt: String?
    /// How long a hold waits for its confirmation: 1 minute to 14 days.
    package var holdWindow: Duration
    /// How long an offer waits for its answer: 1 minute to 14 days.
    package var offerWindow: Duration
    /// Whether a seat stays held until it is paid.
    package var paymentFirst: Bool
    /// How long it then waits for its payment: 1 minute to 60 days.
    package var paymentWindow: Duration
    /// Logins of staff with the role instructor.
    package var instructors: [String]

    package init(
        code: String,
        program: String,
        timeZone: String,
        sessions: [Session],
        capacity: Int = 10,
        priceMinor: Int,
        currency: String,
        registrationOpensAt: String? = nil,
        registrationClosesAt: String? = nil,
        holdWindow: Duration = .seconds(2 * 3600),
        offerWindow: Duration = .seconds(24 * 3600),
        paymentFirst: Bool = false,
        paymentWindow: Duration = .seconds(3 * 86_400),
        instructors: [String] = []
    ) {
        self.code = code
        self.program = program
        self.timeZone = timeZone
        self.sessions = sessions
        self.capacity = capacity
        self.priceMinor = priceMinor
        self.currency = currency
        self.registrationOpensAt = registrationOpensAt
        self.registrationClosesAt = registrationClosesAt
        self.holdWindow = holdWindow
        self.offerWindow = offerWindow
        self.paymentFirst = paymentFirst
        self.paymentWindow = paymentWindow
        self.instructors = instructors
    }
}
