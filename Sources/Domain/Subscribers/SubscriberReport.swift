package import Postgres

/// How people come to the list, how far they go from there, and how the list grew: numbers, with no name and no address.
package struct SubscriberReport: Equatable, Sendable {
    package let institute: String
    /// When it was made, in the institute's zone.
    package let day: CalendarDate
    /// Only who signed up on this day or later; nil for everybody.
    package let since: CalendarDate?
    /// Mondays, without a gap, up to this week; empty while nobody signed up.
    package let weeks: [Week]
    package let sources: [Source]
    /// From asking to a certificate; nobody is in a step without all of those before.
    package let funnel: [Step]
    package let standing: Standing

    /// What happened in the seven days that begin here.
    package struct Week: Equatable, Sendable {
        package let monday: CalendarDate
        /// People whose first confirmation, or first after they had left, came in.
        package let confirmed: Int
        /// People who withdrew from the last purpose they had agreed to.
        package let left: Int
        /// Addresses by reason, less those that were taken back.
        package let suppressed: [Suppression: Int]
        /// At the week's end: who has confirmed and not left.
        package let onList: Int
    }

    /// Where people first asked; each of them once, and counted where and when they said so first.
    package struct Source: Equatable, Sendable {
        package let code: String
        package let name: String
        /// For each week of the report: who asked, and who of them has confirmed since.
        package let asked: [Int]
        package let confirmed: [Int]
    }

    package struct Step: Equatable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            case asked, confirmed, reserved, seated, attended, certified
        }

        package let kind: Kind
        package let people: Int
        /// How many people the step before has; nil for the first.
        package let before: Int?
    }

    /// The list as it stands now.
    package struct Standing: Equatable, Sendable {
        /// Who has confirmed and not left.
        package let onList: Int
        /// Who of them gets mail: the others' addresses are suppressed, or unknown by now.
        package let reachable: Int
        package let suppressed: [Suppressed]

        package struct Suppressed: Equatable, Sendable {
            package let reason: Suppression
            /// Also those of people who were never on the list.
            package let addresses: Int
            /// Who of the list has such an address; whoever has two reasons is counted in the older.
            package let onList: Int
        }
    }
}

extension Subscribers {
    /// The list's report, in one state of the database.
    package func report(since: CalendarDate? = nil, by actor: Actor) async throws -> SubscriberReport {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            try connection.execute("SET LOCAL statement_timeout = 0")
            let institute = try connection.institute()
            let zone = institute.timeZone
            let day: CalendarDate = try connection.one("SELECT (registrar_clock() AT TIME ZONE \(zone))::date")
            let changes = try connection.growth(in: zone)
            let signUps = try connection.signUps(since: since, in: zone)
            let known = signUps.map(\.week) + (since == nil ? changes.map(\.week) : [])
            let mondays = (since ?? known.min()).map { SubscriberReport.mondays(from: $0, to: day) } ?? []
            return SubscriberReport(
                institute: institute.name,
                day: day,
                since: since,
                weeks: SubscriberReport.weeks(mondays, changes),
                sources: SubscriberReport.sources(mondays, signUps),
                funnel: try connection.funnel(since: since, in: zone),
                standing: try connection.standing()
            )
        }
    }
}

extension SubscriberReport {
    fileprivate static func mondays(from first: CalendarDate, to last: CalendarDate) -> [CalendarDate] {
        // 1970-01-05 was a Monday.
        let monday = first.daysSince1970 - ((first.daysSince1970 - 4) % 7 + 7) % 7
        return stride(from: monday, through: last.daysSince1970, by: 7).map { CalendarDate(daysSince1970: $0) }
    }

    fileprivate static func weeks(_ mondays: [CalendarDate], _ changes: [GrowthChange]) -> [Week] {
        let byWeek = Dictionary(grouping: changes, by: \.week)
        var onList = 0
        if let first = mondays.first {
            for change in changes where change.week < first { onList += change.joined - change.left }
        }
        return mondays.map { monday in
            let changes = byWeek[monday] ?? []
            let (joined, left) = (changes.reduce(0) { $0 + $1.joined }, changes.reduce(0) { $0 + $1.left })
            onList += joined - left
            let suppressed = changes.compactMap { change in change.reason.map { ($0, change.suppressed) } }
            return Week(
                monday: monday,
                confirmed: joined,
                left: left,
                suppressed: Dictionary(suppressed, uniquingKeysWith: +),
                onList: onList
            )
        }
    }

    fileprivate static func sources(_ mondays: [CalendarDate], _ signUps: [SignUps]) -> [Source] {
        let bySource = Dictionary(grouping: signUps, by: \.source)
        return bySource.values.map { rows in
            let byWeek = Dictionary(rows.map { ($0.week, $0) }, uniquingKeysWith: { first, _ in first })
            return Source(
                code: rows[0].source,
                name: rows[0].name,
                asked: mondays.map { byWeek[$0]?.asked ?? 0 },
                confirmed: mondays.map { byWeek[$0]?.confirmed ?? 0 }
            )
        }
        .sorted { ($1.total, $0.code) < ($0.total, $1.code) }
    }
}

extension SubscriberReport.Source {
    package var total: Int { asked.reduce(0, +) }
}
