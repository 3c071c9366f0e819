import Postgres

/// A change of a whole cohort that is planned, looked at, and then carried out in one transaction or not at all.
protocol CohortChange: Sendable {
    /// What the plan is of, and the audit entry: `cohort.close`.
    static var verb: String { get }
    /// The state that the cohort ends in; nil where the change leaves it as it is.
    static var end: Cohort.State? { get }
    /// The cohort's code.
    var code: String { get }
    /// Another cohort that has a part in it.
    var other: String? { get }
    /// What the audit entry keeps beside the plan's hash.
    var details: [String: String?] { get }

    /// What will become of the cohort and of each claim; no line where nothing changes.
    func outcomes(on stage: Stage, _ connection: Connection) throws -> [CohortOutcome]
    func carryOut(_ outcomes: [CohortOutcome], on stage: Stage, by actor: Actor, _ connection: Connection) throws
}

extension CohortChange {
    var other: String? { nil }
    var details: [String: String?] { [:] }
}

/// What a change is planned on: everything it touches, locked and settled.
struct Stage {
    let cohort: Cohort
    let sessions: [Session]
    let other: Cohort?
    let standings: [Standing]
}

extension Cohorts {
    /// What the change would do as things stand; only settling happens, and the plan is kept.
    ///
    /// Where it was carried out already, the answer is the plan that was.
    func plan<Change: CohortChange>(_ change: Change, by actor: Actor) async throws -> CohortPlan {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            let stage = try connection.stage(of: change)
            if let done = try connection.done(change, on: stage) { return done }
            let plan = try Plan(Change.verb, change.outcomes(on: stage, connection))
            try connection.keep(plan)
            return try connection.show(plan, of: stage.cohort.code, isApplied: false)
        }
    }

    /// Carries out the plan that the hash stands for, if it still holds.
    ///
    /// - Throws: `Refusal` of kind conflict, `plan-changed` with what is different now, or `plan-unknown`.
    func apply<Change: CohortChange>(_ change: Change, hash: String, by actor: Actor) async throws -> CohortPlan {
        try actor.require(.runCohorts)
        let hash = hash.lowercased()
        return try await store.write { connection in
            // 1. The locks, then the plan again, over what is locked now.
            let stage = try connection.stage(of: change)
            if let done = try connection.done(change, on: stage) {
                guard done.hash == hash else {
                    throw Refusal.conflict(
                        "plan-changed",
                        "The plan no longer holds: \(stage.cohort.code) is \(stage.cohort.state.rawValue) already."
                    )
                }
                return done
            }
            let plan = try Plan(Change.verb, change.outcomes(on: stage, connection))
            if plan.outcomes.isEmpty, let done = try connection.applied(hash, Change.verb, to: stage.cohort) {
                return try connection.show(done, of: stage.cohort.code, isApplied: true)
            }
            try connection.require(plan, is: hash)
            guard !plan.outcomes.isEmpty else {
                return try connection.show(plan, of: stage.cohort.code, isApplied: true)
            }
            // 2. As planned; then what became free goes to who waits.
            try change.carryOut(plan.outcomes, on: stage, by: actor, connection)
            try connection.settle([stage.cohort.id] + (stage.other.map { [$0.id] } ?? []))
            try connection.keep(plan, appliedTo: stage.cohort.id)
            try connection.audit(
                Change.verb,
                "cohort",
                stage.cohort.id.rawValue,
                by: actor,
                change.details.merging(["code": stage.cohort.code, "plan": plan.hash]) { own, _ in own }
            )
            return try connection.show(plan, of: stage.cohort.code, isApplied: true)
        }
    }
}

extension Connection {
    /// Locks and settles all that a change touches, and reads it.
    fileprivate func stage(of change: some CohortChange) throws -> Stage {
        let code = change.code.uppercased()
        let other = change.other?.uppercased()
        _ = try lock(cohorts: [code] + (other.map { [$0] } ?? []), freeing: true)
        let page = try cohortPage(code)
        let otherCohort = try other.map { try cohortPage($0).cohort }
        return Stage(
            cohort: page.cohort,
            sessions: page.sessions,
            other: otherCohort,
            standings: try standings(in: page.cohort.id, beside: otherCohort?.id)
        )
    }

    /// The plan that brought the cohort to the state that the change ends in; nil while it is not there.
    fileprivate func done<Change: CohortChange>(_: Change, on stage: Stage) throws -> CohortPlan? {
        guard let end = Change.end, stage.cohort.state == end else { return nil }
        guard let plan = try applied(nil, Change.verb, to: stage.cohort) else {
            throw Refusal.conflict("cohort-\(end.rawValue)", "\(stage.cohort.code) is \(end.rawValue) already.")
        }
        return try show(plan, of: stage.cohort.code, isApplied: true)
    }

    /// The latest plan of a verb that was carried out on a cohort; of one hash, or of any.
    fileprivate func applied(_ hash: String?, _ verb: String, to cohort: Cohort) throws -> Plan<CohortOutcome>? {
        let outcomes: JSONB<[CohortOutcome]>? = try first(
            """
            SELECT outcomes
            FROM plan
            WHERE cohort_id = \(cohort.id)
                AND verb = \(verb)
                AND coalesce(encode(hash, 'hex') = \(hash)::text, true)
            ORDER BY applied_at DESC
            LIMIT 1
            """
        )
        return try outcomes.map { try Plan(verb, $0.value) }
    }
}

extension Sequence<CohortOutcome> {
    /// The claims with one of these fates, in order.
    func claims(_ fates: CohortOutcome.Fate...) -> [EnrollmentID] {
        filter { fates.contains($0.fate) }.compactMap(\.enrollment)
    }

    /// The letters that the lines tell of, each to its claim.
    var letters: [Letter] {
        compactMap { outcome in
            guard let enrollment = outcome.enrollment,
                let kind = outcome.letter.flatMap(SeatLetter.Kind.init(rawValue:))
            else {
                return nil
            }
            return Letter(kind, to: enrollment)
        }
    }

    /// One event for each claim with one of these fates, under its seat.
    func events(
        _ kind: Event.Kind,
        of fates: CohortOutcome.Fate...,
        in cohort: CohortID,
        by actor: Actor,
        reason: Event.Reason? = nil
    ) -> [Event] {
        filter { fates.contains($0.fate) }.compactMap { outcome in
            outcome.enrollment.map {
                Event($0, in: cohort, kind, by: actor, seatNumber: outcome.seatNumber, reason: reason)
            }
        }
    }
}
