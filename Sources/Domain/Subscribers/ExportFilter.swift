package import Postgres

/// Which people of the list an export takes. Several values of one kind are any of them; several kinds must all hold.
package struct ExportFilter: Sendable {
    /// Where somebody stands with the institute's workshops, as of now.
    package enum Standing: String, CaseIterable, Codable, Sendable {
        /// In a queue, or with an offer that is still open.
        case waiting
        /// With a seat, held or confirmed, in a workshop that is not over for them.
        case seated
        case attended
        /// With a certificate that is active.
        case certified
        /// With a claim that ended before the workshop, or a seat nobody came to.
        case ended
    }

    package var sources: [String]
    package var programs: [String]
    package var cohorts: [String]
    package var standings: [Standing]
    /// Only who confirmed on this day or later, in the institute's zone.
    package var since: CalendarDate?
    package var purpose: String

    package init(
        sources: [String] = [],
        programs: [String] = [],
        cohorts: [String] = [],
        standings: [Standing] = [],
        since: CalendarDate? = nil,
        purpose: String = "updates"
    ) {
        self.sources = sources
        self.programs = programs
        self.cohorts = cohorts
        self.standings = standings
        self.since = since
        self.purpose = purpose
    }

    /// As the audit trail keeps it: `purpose updates, source met_101 or workshop, since 2027-01-01`.
    package var words: String {
        let kinds = [
            ("source", sources), ("program", programs), ("cohort", cohorts), ("state", standings.map(\.rawValue)),
            ("since", since.map { [$0.description] } ?? []),
        ]
        return kinds.filter { !$0.1.isEmpty }
            .reduce("purpose \(purpose)") { $0 + ", \($1.0) " + $1.1.joined(separator: " or ") }
    }

    /// What `subscriber` is asked with; every value is bound, as text.
    var condition: SQL {
        var terms: [SQL] = ["subscriber.purpose = \(purpose)"]
        if !sources.isEmpty { terms.append("subscriber.source IN (\(Self.list(sources)))") }
        if let since {
            terms.append(
                """
                subscriber.confirmed_at >= (
                    SELECT \(since.description)::date::timestamp AT TIME ZONE institute.time_zone FROM institute
                )
                """
            )
        }
        let claims = [
            programs.isEmpty ? nil : "claim.program IN (\(Self.list(programs)))" as SQL,
            cohorts.isEmpty ? nil : "claim.cohort IN (\(Self.list(cohorts)))",
            standings.isEmpty ? nil : "claim.standing IN (\(Self.list(standings.map(\.rawValue))))",
        ].compactMap(\.self)
        if !claims.isEmpty {
            terms.append("subscriber.id IN (SELECT claim.person_id FROM claim_now AS claim WHERE \(Self.all(claims)))")
        }
        return Self.all(terms)
    }

    private static func list(_ values: [String]) -> SQL { values.map { "\($0)" as SQL }.joined(separator: ", ") }

    private static func all(_ terms: [SQL]) -> SQL { terms.joined(separator: " AND ") }
}

extension Connection {
    /// Refuses a filter that names what is not here, and says what is.
    func check(_ filter: ExportFilter) throws {
        let problems = try [
            unknown("purpose", among: [filter.purpose], "SELECT code FROM consent_purpose ORDER BY position"),
            unknown("source", among: filter.sources, "SELECT code FROM consent_source ORDER BY code"),
            unknown("program", among: filter.programs, "SELECT code FROM program ORDER BY code"),
            unknown("cohort", among: filter.cohorts, "SELECT code FROM cohort ORDER BY id DESC"),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }

    func unknown(_ what: String, among named: [String], _ known: SQL) throws -> Refusal.Problem? {
        guard !named.isEmpty else { return nil }
        let codes: [String] = try all(known)
        guard let stranger = named.first(where: { !codes.contains($0) }) else { return nil }
        let some = codes.prefix(20).joined(separator: ", ")
        return Refusal.Problem(
            what,
            "There is no \(what) “\(stranger.prefix(80))”. "
                + (codes.isEmpty ? "None is known yet." : "Known: \(some)\(codes.count > 20 ? " and more" : "").")
        )
    }
}
