import Foundation
import Postgres

extension Cohorts {
    /// Lays out a cohort as a draft, which only staff see.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every problem with the draft.
    package func create(_ draft: CohortDraft, by actor: Actor) async throws -> CohortPage {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            try connection.execute("SELECT freeze_clock()")
            let now = try connection.one("SELECT registrar_clock()", as: Date.self)
            var checked = CheckedDraft(draft, now: now)
            let version = try connection.newestVersion(of: checked.program, &checked.problems)
            let instructors = try connection.instructors(draft.instructors, &checked.problems)
            try connection.checkZones(of: draft, &checked.problems)
            let isTaken = try connection.first("SELECT true FROM cohort WHERE code = \(checked.code)", as: Bool.self)
            if isTaken ?? false { checked.problems.append(.cohortCodeTaken(checked.code)) }
            guard checked.problems.isEmpty, let version, let closesAt = checked.closesAt else {
                throw Refusal.invalid(checked.problems)
            }
            guard let id = try connection.insert(checked, version, closesAt) else {
                // Somebody else took the code while this draft was looked at.
                throw Refusal.invalid([.cohortCodeTaken(checked.code)])
            }
            try connection.execute(
                """
                INSERT INTO cohort_instructor (cohort_id, staff_id)
                SELECT \(id), staff_id
                FROM unnest(\(instructors)) AS staff_id
                """
            )
            try connection.audit(
                "cohort.create",
                "cohort",
                id.rawValue,
                by: actor,
                [
                    "code": checked.code,
                    "program": checked.program,
                    "capacity": String(draft.capacity),
                    "price": "\(draft.priceMinor) \(checked.currency)",
                    "sessions": String(checked.sessions.count),
                ]
            )
            return try connection.cohortPage(checked.code, notes: checked.notes)
        }
    }
}

extension Connection {
    fileprivate func newestVersion(
        of program: String,
        _ problems: inout [Refusal.Problem]
    ) throws -> ProgramVersionID? {
        let version = try first(
            """
            SELECT program_version.id
            FROM program_version
            JOIN program ON program.id = program_version.program_id
            WHERE program.code = \(program)
            ORDER BY program_version.number DESC
            LIMIT 1
            """,
            as: ProgramVersionID.self
        )
        if version == nil {
            problems.append(
                .init(
                    "program",
                    "There is no program \(program). Import it, or choose one that `registrar program list` shows."
                )
            )
        }
        return version
    }

    fileprivate func instructors(_ logins: [String], _ problems: inout [Refusal.Problem]) throws -> [StaffID] {
        var ids: [StaffID] = []
        for login in logins {
            let member = try staffMember(login)
            if let member, member.disabledAt == nil, member.roles.contains(.instructor) {
                if !ids.contains(member.id) { ids.append(member.id) }
            } else {
                let what = member == nil ? "There is no staff member" : "No instructor is"
                problems.append(
                    .init(
                        "instructors",
                        "\(what) “\(login)”; grant the role instructor to a staff member of that login first."
                    )
                )
            }
        }
        return ids
    }

    /// The server's own zones decide too: it may know other ones than this system.
    func checkZones(of draft: CohortDraft, _ problems: inout [Refusal.Problem]) throws {
        let zones =
            [("time_zone", draft.timeZone)]
            + draft.sessions.enumerated().compactMap { index, session in
                session.timeZone.map { ("sessions[\(index + 1)].time_zone", $0) }
            }
        for (field, zone) in zones where !problems.contains(where: { $0.field == field }) {
            guard try !one("SELECT is_time_zone(\(zone))", as: Bool.self) else { continue }
            problems.append(
                .init(field, "The database knows no time zone “\(zone)”; give one like America/New_York, or UTC.")
            )
        }
    }

    fileprivate func insert(_ checked: CheckedDraft, _ version: ProgramVersionID, _ closesAt: Date) throws -> CohortID?
    {
        let draft = checked.draft
        let id = try first(
            """
            INSERT INTO cohort (
                code, program_version_id, capacity, time_zone, price_minor, currency,
                registration_opens_at, registration_closes_at, hold_window, offer_window,
                payment_first, payment_window
            )
            VALUES (
                \(checked.code), \(version), \(draft.capacity), \(draft.timeZone), \(draft.priceMinor), \(checked.currency),
                \(checked.opensAt), \(closesAt), \(Interval(draft.holdWindow)), \(Interval(draft.offerWindow)),
                \(draft.paymentFirst), \(Interval(draft.paymentWindow))
            )
            ON CONFLICT ON CONSTRAINT cohort_code_once DO NOTHING
            RETURNING id
            """,
            as: CohortID.self
        )
        guard let id else { return nil }
        try insert(checked.sessions, of: id)
        return id
    }

    /// Writes a cohort's sessions, numbered in their order.
    func insert(_ sessions: [CheckedDraft.Session], of cohort: CohortID) throws {
        try execute(
            """
            INSERT INTO session (cohort_id, number, starts_at, ends_at, time_zone, venue, online_url)
            SELECT \(cohort), number, starts_at, ends_at, time_zone, venue, online_url
            FROM unnest(
                \(sessions.map(\.startsAt)), \(sessions.map(\.endsAt)), \(sessions.map(\.timeZone)),
                \(sessions.map(\.venue)), \(sessions.map(\.onlineUrl))
            ) WITH ORDINALITY AS session (starts_at, ends_at, time_zone, venue, online_url, number)
            """
        )
    }
}

extension Refusal.Problem {
    fileprivate static func cohortCodeTaken(_ code: String) -> Self {
        Self("code", "There is a cohort \(code) already; choose another code.")
    }
}
