import Postgres

extension Connection {
    func rescore(_ id: RescoreID) throws -> Rescore {
        try one(
            """
            SELECT
                rescore.id, rescore.form_id, rescore.attempt_id, rescore.asked_at, rescore.staff_id, rescore.operator_id,
                staff.login AS asked_by, rescore.approved_at, payload.body ->> 'reason' AS reason
            FROM rescore
            JOIN staff ON staff.id = rescore.staff_id
            LEFT JOIN payload ON payload.id = rescore.payload_id
            WHERE rescore.id = \(id)
            """
        )
    }

    /// The same request if the same person made it before and nobody approved it yet, else a new one.
    func request(
        _ request: RescoreRequest,
        on form: FormVersion,
        by member: StaffMember,
        _ actor: Actor
    ) throws -> Rescore {
        var keys: [Int: Int] = [:]
        var attempt: AttemptID?
        switch request.scope {
        case .keys(let options): keys = try items(options, of: form)
        case .candidate(let number): attempt = try self.attempt(of: number, on: form)
        }
        if let same = try waiting(request, form, keys, attempt, member) { return try rescore(same) }
        let payload = try keep(["reason": request.reason])
        let id: RescoreID = try one(
            """
            INSERT INTO rescore (form_id, attempt_id, staff_id, operator_id, payload_id, digest)
            VALUES (\(form.id), \(attempt), \(member.id), \(member.operatorID), \(payload.id), \(payload.digest))
            RETURNING id
            """
        )
        let (items, options) = (keys.keys.sorted(), keys.keys.sorted().compactMap { keys[$0] })
        try asExaminer {
            _ = try execute(
                """
                INSERT INTO rescore_key (rescore_id, item_id, option)
                SELECT \(id), item, option
                FROM unnest(\(items), \(options)) AS asked (item, option)
                """
            )
        }
        try audit("exam.rescore.ask", "rescore", id.rawValue, by: actor, ["form": form.printed])
        return try rescore(id)
    }

    /// The keys that a request would set, by item.
    func keys(of rescore: RescoreID) throws -> [Int: Int] {
        struct Key: Decodable {
            let itemId: Int
            let option: Int
        }
        let keys: [Key] = try asExaminer {
            try all("SELECT item_id, option FROM rescore_key WHERE rescore_id = \(rescore)")
        }
        return Dictionary(keys.map { ($0.itemId, $0.option) }, uniquingKeysWith: { first, _ in first })
    }

    private func waiting(
        _ request: RescoreRequest,
        _ form: FormVersion,
        _ wanted: [Int: Int],
        _ attempt: AttemptID?,
        _ member: StaffMember
    ) throws -> RescoreID? {
        let open: [RescoreID] = try all(
            """
            SELECT rescore.id
            FROM rescore
            JOIN payload ON payload.id = rescore.payload_id
            WHERE rescore.form_id = \(form.id) AND rescore.approved_by IS NULL AND rescore.staff_id = \(member.id)
                AND rescore.operator_id IS NOT DISTINCT FROM \(member.operatorID)
                AND rescore.attempt_id IS NOT DISTINCT FROM \(attempt)
                AND payload.body ->> 'reason' = \(request.reason)
            ORDER BY rescore.id
            """
        )
        return try open.first { try keys(of: $0) == wanted }
    }

    /// The form's items by their codes, with the options that are to be right.
    private func items(_ options: [String: Int], of form: FormVersion) throws -> [Int: Int] {
        let entries = try keyedForm(form.id).entries
        var keys: [Int: Int] = [:]
        var problems: [Refusal.Problem] = []
        for (code, option) in options.sorted(by: { $0.key < $1.key }) {
            guard let entry = entries.first(where: { $0.code == code }) else {
                problems.append(.init("item", "\(code) is no item of \(form.printed)."))
                continue
            }
            guard option <= entry.options else {
                problems.append(.init("item", "\(code) has \(entry.options) options, and so no such key."))
                continue
            }
            guard option != entry.key else {
                problems.append(.init("item", "\(code) has this key already."))
                continue
            }
            keys[entry.item] = option
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return keys
    }

    private func attempt(of number: CandidateNumber, on form: FormVersion) throws -> AttemptID {
        let attempt: AttemptID? = try first(
            """
            SELECT attempt.id
            FROM attempt
            JOIN candidate ON candidate.enrollment_id = attempt.enrollment_id
            WHERE candidate.number = \(number) AND attempt.form_id = \(form.id)
                AND EXISTS (SELECT FROM score WHERE score.attempt_id = attempt.id)
            ORDER BY attempt.number DESC
            LIMIT 1
            """
        )
        guard let attempt else {
            throw Refusal.notFound("candidate-unknown", "No candidate \(number) has a score on \(form.printed).")
        }
        return attempt
    }
}
