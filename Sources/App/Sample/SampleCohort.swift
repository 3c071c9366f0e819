import Domain
import Foundation

/// The sample cohort: two days of MES, starting 60 days from today.
enum SampleCohort {
    private static let zone = "America/New_York"

    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        return calendar
    }()

    /// `2027-01-22`, counted from today on this machine's own calendar.
    private static func day(_ offset: Int) -> String {
        let date = calendar.date(byAdding: .day, value: 60 + offset, to: Date()) ?? Date()
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    static func code(attempt: Int = 1) -> String {
        "MES-\(day(0))" + (attempt == 1 ? "" : "-\(attempt)")
    }

    static func fits(_ cohort: Cohort) -> Bool {
        guard cohort.programCode == "MES", cohort.registration == .open, cohort.capacity == 10, cohort.seatsFree == 10,
            let startsAt = cohort.startsAt
        else { return false }
        return Moment.short(startsAt, in: cohort.timeZone).hasPrefix(day(0))
    }

    static func draft(attempt: Int, instructors: [String]) -> CohortDraft {
        CohortDraft(
            code: code(attempt: attempt),
            program: "MES",
            timeZone: zone,
            sessions: [0, 1].map { offset in
                .init(
                    startsAt: "\(day(offset))T09:00",
                    endsAt: "\(day(offset))T17:00",
                    venue: "1 Sample Street, Boston",
                    onlineUrl: "https://meet.example.org/mes"
                )
            },
            priceMinor: 129_500,
            currency: "USD",
            instructors: instructors
        )
    }
}
