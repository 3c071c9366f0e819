import Foundation

@testable import Domain

/// A letter of each kind to Amira in Berlin, about a two-day workshop in Houston across the change to summer time.
struct SampleLetter {
    var kind: SeatLetter.Kind
    var jobID = 42
    var to = "amira@example.org"
    var name = "Amira Haddad"
    var institute = Institute(
        name: "Medical Exercise Training Institute",
        contactEmail: "office@meti.example",
        postalAddress: "2472 Bolsover, Suite 275\nHouston, TX 77005\nUSA",
        timeZone: "America/Chicago",
        logoUrl: nil,
        publicUrl: "https://registrar.meti.example"
    )
    var programName = "Medical Exercise Specialist"
    var instructors = ["Ann Lee", "Bo Diaz"]
    var sessions = [
        SampleLetter.session(1, "2027-03-13T15:00:00Z", "2027-03-13T23:00:00Z", venue: "METI, Houston, TX"),
        SampleLetter.session(2, "2027-03-14T14:00:00Z", "2027-03-14T22:00:00Z", venue: "METI, Houston, TX"),
    ]
    var state: Enrollment.State?
    var seatNumber: Int? = 7
    var position: Int?
    var addressConfirmed: Bool?
    var deadline: Date? = SampleLetter.date("2027-01-22T22:00:00Z")
    var dueMinor = 0
    var zone = "Europe/Berlin"
    var actingLink = "https://registrar.meti.example/reservations/acting-token"
    var wasConfirmed = false
    var otherDates: [SeatLetter.OtherDate] = []
    var waitsElsewhere = false
    var cohortLink = "https://registrar.meti.example/cohorts/MES-2027-03"

    init(_ kind: SeatLetter.Kind) {
        self.kind = kind
        if [.waiting, .carried].contains(kind) { (seatNumber, position) = (nil, 3) }
    }

    init(_ kind: SeatLetter.Kind, _ change: (inout SampleLetter) -> Void) {
        self.init(kind)
        change(&self)
    }

    var letter: SeatLetter {
        SeatLetter(
            kind: kind,
            jobID: JobID(rawValue: jobID),
            to: EmailAddress(rawValue: to),
            name: PersonName(rawValue: name),
            institute: institute,
            cohort: CohortPage(cohort: cohort, sessions: sessions, instructors: instructors),
            enrollmentID: EnrollmentID(rawValue: 99),
            state: state ?? usualState,
            seatNumber: seatNumber,
            position: position,
            elsewhere: waitsElsewhere ? [elsewhere] : [],
            addressConfirmed: addressConfirmed ?? ![.confirmSeat, .waiting, .lapsed].contains(kind),
            deadline: deadline,
            zone: zone,
            stateLink: "https://registrar.meti.example/reservations/state-token",
            actingLink: actingLink,
            cohortLink: cohortLink,
            sequence: 5,
            now: Self.date("2027-01-22T20:00:00Z"),
            former: [.transferred, .carried].contains(kind) ? [former] : [],
            dueMinor: dueMinor,
            wasConfirmed: wasConfirmed,
            otherDates: otherDates
        )
    }

    /// The claim that a transferred one went on from.
    private var former: SeatLetter.Former {
        SeatLetter.Former(
            enrollmentID: EnrollmentID(rawValue: 98),
            cohort: CohortPage(cohort: cohort("MES-2027-02"), sessions: sessions, instructors: instructors),
            sequence: 11
        )
    }

    /// Another queue of the same wish.
    private var elsewhere: SeatLetter.Place {
        SeatLetter.Place(
            cohort: cohort("MES-2027-04"),
            position: 12,
            actingLink: "https://registrar.meti.example/reservations/other-token"
        )
    }

    private var cohort: Cohort { cohort("MES-2027-03") }

    private func cohort(_ code: String) -> Cohort {
        Cohort(
            id: CohortID(rawValue: 1),
            code: code,
            state: .open,
            capacity: 10,
            timeZone: "America/Chicago",
            priceMinor: 59_500,
            currency: "USD",
            registrationOpensAt: Self.date("2026-12-01T00:00:00Z"),
            registrationClosesAt: Self.date("2027-03-12T00:00:00Z"),
            programCode: "MES",
            programName: programName,
            programSummary: "Two intensive days.",
            programVersionNumber: 1,
            grants: .certification,
            termMonths: 24,
            isSample: true,
            startsAt: sessions.first?.startsAt,
            endsAt: sessions.last?.endsAt,
            seatsTaken: 7,
            seatsConfirmed: 6,
            seatsFree: 3,
            waiting: 0,
            now: Self.date("2027-01-22T20:00:00Z")
        )
    }

    private var usualState: Enrollment.State {
        switch kind {
        case .confirmSeat, .known, .paymentDue: .held
        case .waiting, .carried: .waitlisted
        case .offered, .offerReminder: .offered
        case .confirmed, .transferred, .changed: .confirmed
        case .lapsed, .offerLapsed: .lapsed
        case .withdrawn: .withdrawn
        case .removed: .removed
        case .cancelled: .cancelled
        case .closed: .closed
        }
    }

    static func session(
        _ number: Int,
        _ start: String,
        _ end: String,
        zone: String = "America/Chicago",
        venue: String? = nil,
        online: String? = nil
    ) -> Session {
        Session(
            number: number,
            startsAt: date(start),
            endsAt: date(end),
            timeZone: zone,
            venue: venue,
            onlineUrl: online
        )
    }

    static func date(_ text: String) -> Date {
        guard let date = try? Date(text, strategy: .iso8601) else { preconditionFailure("\(text) is not a time") }
        return date
    }
}

extension SampleLetter {
    /// Letters that between them take every turn the templates know.
    static var everyTurn: [SampleLetter] {
        let online = [
            session(1, "2027-05-01T15:00:00Z", "2027-05-01T17:00:00Z", online: "https://rooms.example/mes?a=1&b=2"),
            session(
                2,
                "2027-05-02T15:00:00Z",
                "2027-05-02T17:00:00Z",
                venue: "Hall",
                online: "https://rooms.example/2"
            ),
        ]
        return SeatLetter.Kind.allCases.flatMap { kind in
            [
                SampleLetter(kind),
                SampleLetter(kind) { $0.addressConfirmed?.toggle() },
                SampleLetter(kind) { $0.addressConfirmed = true },
                SampleLetter(kind) { ($0.seatNumber, $0.position, $0.deadline) = (nil, nil, nil) },
                SampleLetter(kind) { ($0.sessions, $0.instructors) = (online, []) },
                SampleLetter(kind) { $0.sessions = [] },
                SampleLetter(kind) { $0.dueMinor = 59_500 },
                SampleLetter(kind) { $0.waitsElsewhere = true },
                SampleLetter(kind) {
                    $0.wasConfirmed = true
                    $0.otherDates = [
                        .init(
                            code: "MES-2027-04",
                            startsAt: date("2027-04-10T14:00:00Z"),
                            timeZone: "America/Chicago",
                            link: "https://registrar.meti.example/cohorts/MES-2027-04"
                        )
                    ]
                },
            ]
        }
            + [Enrollment.State.held, .waitlisted, .offered, .confirmed, .attended].flatMap { state in
                [(SeatLetter.Kind.known, true), (.known, false), (.changed, true)].map { kind, isConfirmed in
                    SampleLetter(kind) {
                        $0.state = state
                        $0.addressConfirmed = isConfirmed
                        $0.position = state == .waitlisted ? 2 : nil
                    }
                }
            }
    }
}
