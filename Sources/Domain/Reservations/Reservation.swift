package import Foundation

/// What somebody asks for: a seat in a cohort, or in whichever of several, checked before it joins a batch.
package struct ReservationRequest: Sendable {
    /// The cohort that is asked; a key is remembered there.
    package let cohort: String
    /// All that would suit, in order of preference, `cohort` among them.
    package let cohorts: [String]
    package let name: PersonName
    package let email: EmailAddress
    /// IANA zone the person reads times in.
    package let timeZone: String?
    /// Whether the box for the e-mail list was ticked.
    package let subscribe: Bool
    package let idempotencyKey: String?
    /// The client's address as text (IPv4, or the /64 of IPv6); nil for a direct loopback peer and for staff.
    package let client: String?

    /// Checks everything that was typed and lists every problem at once.
    ///
    /// - Parameter cohorts: Nil, like a list of `cohort` alone, asks for a seat in `cohort` and nowhere else.
    /// - Throws: `Refusal` of kind invalid; `cohort-unknown` for what can be no code.
    package init(
        cohort: String,
        cohorts: [String]? = nil,
        name: String?,
        email: String?,
        timeZone: String? = nil,
        subscribe: Bool = false,
        idempotencyKey: String? = nil,
        client: String? = nil
    ) throws {
        var problems: [Refusal.Problem] = []
        func checked<Value>(_ check: () throws(InvalidInput) -> Value) -> Value? {
            do { return try check() } catch {
                problems.append(error.problem)
                return nil
            }
        }
        let checkedName = checked { () throws(InvalidInput) in try PersonName(typed: name ?? "") }
        let checkedEmail = checked { () throws(InvalidInput) in try EmailAddress(typed: email ?? "") }
        if let timeZone, !TimeZone.isKnown(timeZone) { problems += Self.unknownZone.problems }
        if let key = idempotencyKey, !(1...200).contains(key.unicodeScalars.count) {
            problems.append(.init("Idempotency-Key", "An idempotency key has 1 to 200 characters."))
        }
        let cohort = cohort.uppercased()
        guard Self.canBeCode(cohort) else { throw Refusal.cohortUnknown(cohort) }
        let cohorts = cohorts?.map { $0.uppercased() } ?? [cohort]
        problems += Self.problems(of: cohorts, asking: cohort)
        guard let checkedName, let checkedEmail, problems.isEmpty else { throw Refusal.invalid(problems) }
        self.cohort = cohort
        self.cohorts = cohorts
        self.name = checkedName
        self.email = checkedEmail
        self.timeZone = timeZone
        self.subscribe = subscribe
        self.idempotencyKey = idempotencyKey
        self.client = client
    }

    static let unknownZone = Refusal.invalid(
        "time_zone",
        "There is no time zone of that name; give one like America/New_York."
    )

    /// What can be said of a wish before any cohort is looked at.
    private static func problems(of cohorts: [String], asking cohort: String) -> [Refusal.Problem] {
        guard cohorts.allSatisfy(canBeCode) else {
            return [.init("cohorts", "There is no cohort of such a code; the list of open cohorts has them all.")]
        }
        guard cohorts != [cohort] else { return [] }
        if cohorts.count > Entry.mostCohorts {
            return [.init("cohorts", "One wish is for \(Entry.mostCohorts) cohorts at most; leave some out.")]
        }
        let doubles = Set(cohorts.filter { code in cohorts.count { $0 == code } > 1 }).sorted()
        var problems: [Refusal.Problem] = doubles.map { .init("cohorts", "\($0) is named twice; name it once.") }
        if !cohorts.contains(cohort) {
            problems.append(.init("cohorts", "The cohort that is asked, \(cohort), must be among those named."))
        }
        return problems
    }

    /// Whether a cohort may have this code. To Swift a KELVIN SIGN is the letter K, to the database it is not: in one batch
    /// the one must not stand for the other. No database takes a NUL as text.
    private static func canBeCode(_ code: String) -> Bool {
        code.isASCII && !code.utf8.contains(0)
    }
}

/// The answer to a reservation, the same for every repetition of its key and body.
package enum Reservation: Sendable {
    /// A seat is held, or a place in the queue is kept.
    case entered(Entry, isReplay: Bool)
    /// The address is already live in the cohort: nothing changed, and what it may know goes to it by mail.
    case known(cohort: String)

    package struct Entry: Equatable, Sendable {
        package let id: EnrollmentID
        /// Of the seat, or the first preference among those waited for.
        package let cohort: String
        /// As answered: held or waitlisted.
        package let state: Enrollment.State
        package let seatNumber: Int?
        package let position: Int?
        package let expiresAt: Date?
        /// Every place of a wish for several cohorts that waits, in order of preference; else empty.
        package let waiting: [QueuePlace]
        /// Shows the state and nothing else.
        package let showToken: String
    }
}

extension TimeZone {
    /// Whether a name is an IANA zone that people choose: a place, or UTC.
    package static func isKnown(_ name: String) -> Bool {
        // Foundation stops reading a name at a NUL, which no database takes.
        name == "UTC" || (name.contains("/") && !name.utf8.contains(0) && TimeZone(identifier: name) != nil)
    }
}
