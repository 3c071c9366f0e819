import Postgres

/// A rescore worked out: the plan, and the marks that carrying it out would write.
struct RescoreDraft {
    static let verb = "exam.rescore"

    struct NewScore {
        let attempt: AttemptID
        let claim: EnrollmentID
        let number: Int
        let mark: ScoreMark
        let flips: Bool
    }

    struct NewKey {
        let item: Int
        let version: Int
        let option: Int
    }

    let plan: Plan<RescoreOutcome>
    let keys: [NewKey]
    let scores: [NewScore]
}

/// The score that counts of an attempt on one of the forms.
private struct CountingScore: Decodable {
    let attempt: AttemptID
    let claim: EnrollmentID
    let number: Int
    let raw: Int
    let scaled: Int
    let passed: Bool
    let areas: JSONB<[AreaBand]>
    let decision: Decision.Kind?
}

extension Connection {
    /// Works a request out on every form that holds one of its items, each held still against attempts that end meanwhile.
    func draft(of rescore: Rescore) throws -> RescoreDraft {
        let wanted = try keys(of: rescore.id)
        let holding: [Int] = try all(
            "SELECT DISTINCT form_id FROM form_item WHERE item_id = ANY(\(Array(wanted.keys))) ORDER BY form_id"
        )
        let forms = Set(holding + [rescore.formId]).sorted()
        // Claims before forms, as everywhere: nobody is decided on while the result that it rests on changes.
        try execute(
            """
            SELECT id
            FROM enrollment
            WHERE id IN (SELECT enrollment_id FROM attempt WHERE form_id = ANY(\(forms)))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        try execute("SELECT id FROM exam_form WHERE id = ANY(\(forms)) ORDER BY id FOR NO KEY UPDATE")
        var items: [RescoreOutcome] = []
        var attempts: [RescoreOutcome] = []
        var keys: [RescoreDraft.NewKey] = []
        var scores: [RescoreDraft.NewScore] = []
        for form in forms {
            let before = try keyedForm(form)
            let after = try before.changing(wanted)
            if form == rescore.formId {
                for entry in after.entries {
                    guard let option = wanted[entry.item] else { continue }
                    keys.append(.init(item: entry.item, version: entry.keyVersion, option: option))
                    let item = RescoreOutcome.Item(code: entry.code, keyVersion: entry.keyVersion - 1)
                    items.append(.init(request: rescore.id, item: item, rescored: nil))
                }
            }
            let (outcomes, marks) = try rescored(by: after, rescore)
            attempts += outcomes
            scores += marks
        }
        let plan = try Plan(RescoreDraft.verb, items + attempts)
        return RescoreDraft(plan: plan, keys: keys, scores: scores)
    }

    /// Who has other points by these keys; of an appeal the one attempt, whatever comes out.
    private func rescored(by form: KeyedForm, _ rescore: Rescore) throws -> ([RescoreOutcome], [RescoreDraft.NewScore])
    {
        let standings = try standings(on: form.version.id, rescore.attemptId)
        let answers = try countedAnswers(of: standings.map(\.attempt))
        var outcomes: [RescoreOutcome] = []
        var scores: [RescoreDraft.NewScore] = []
        for standing in standings {
            let mark = try ScoreMark(answers[standing.attempt] ?? [:], by: form)
            let isSame = mark.raw == standing.raw && mark.areas == standing.areas.value
            guard !isSame || rescore.attemptId != nil else { continue }
            let rescored = RescoreOutcome.Rescored(
                attempt: standing.attempt,
                candidate: try candidateNumber(of: standing.claim),
                form: form.version.printed,
                was: .init(raw: standing.raw, scaled: standing.scaled, passed: standing.passed),
                becomes: .init(raw: mark.raw, scaled: mark.scaled, passed: mark.passed),
                decision: standing.decision
            )
            outcomes.append(.init(request: rescore.id, item: nil, rescored: rescored))
            scores.append(
                .init(
                    attempt: standing.attempt,
                    claim: standing.claim,
                    number: standing.number + 1,
                    mark: mark,
                    flips: rescored.flips
                )
            )
        }
        return (outcomes, scores)
    }

    private func standings(on form: Int, _ attempt: AttemptID?) throws -> [CountingScore] {
        try all(
            """
            SELECT
                attempt.id AS attempt, attempt.enrollment_id AS claim, latest.number, latest.raw, latest.scaled,
                latest.passed, latest.areas, decided.kind AS decision
            FROM attempt
            JOIN enrollment ON enrollment.id = attempt.enrollment_id
            JOIN person ON person.id = enrollment.person_id AND person.erased_at IS NULL
            CROSS JOIN LATERAL (
                SELECT *
                FROM score
                WHERE score.attempt_id = attempt.id
                ORDER BY score.number DESC
                LIMIT 1
            ) AS latest
            LEFT JOIN LATERAL (
                SELECT decision.kind
                FROM decision
                WHERE decision.enrollment_id = attempt.enrollment_id
                ORDER BY decision.id DESC
                LIMIT 1
            ) AS decided ON true
            WHERE attempt.form_id = \(form) AND attempt.id = coalesce(\(attempt), attempt.id)
            ORDER BY attempt.id
            """
        )
    }
}
