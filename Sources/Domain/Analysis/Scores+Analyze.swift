import Postgres
import Psychometrics

extension Scores {
    /// Analyses one version of a form over all cohorts that sat it, or over some: each candidate's first scored attempt at
    /// it, by the keys that count now.
    ///
    /// - Throws: `form-unknown`, `form-unsat`; `Refusal` of kind invalid for a cohort that did not sit it.
    package func analyze(form: String, cohorts: [String] = [], by actor: Actor) async throws -> ExamReport {
        try actor.require(.examine)
        let reference = try FormReference(form)
        let wanted = Array(Set(cohorts.map { $0.uppercased() })).sorted()
        return try await store.snapshot { connection in
            let version = try connection.formVersion(reference)
            let sittings = try connection.sittings(of: version)
            let sat = Array(Set(sittings.map(\.cohort))).sorted()
            guard !sittings.isEmpty else {
                throw Refusal.conflict(
                    "form-unsat",
                    "Nobody has a score on \(version.printed) yet, so there is nothing to analyse."
                )
            }
            let unknown = wanted.filter { !sat.contains($0) }
            guard unknown.isEmpty else {
                throw Refusal.invalid(
                    unknown.map {
                        .init("cohort", "\($0) did not sit \(version.printed); \(sat.joined(separator: ", ")) did.")
                    }
                )
            }
            let chosen = sittings.filter { wanted.isEmpty || wanted.contains($0.cohort) }
            let keyed = try connection.keyedForm(version.id)
            let responses = try connection.responses(of: chosen.map(\.attempt), to: keyed)
            return try ExamReport(
                title: version.examName,
                form: version.printed,
                cohorts: wanted.isEmpty ? sat : wanted,
                codes: keyed.entries.map(\.code),
                responses,
                cut: keyed.cut
            )
        }
    }
}

private struct PooledSitting: Decodable {
    let attempt: AttemptID
    let cohort: String
}

extension Connection {
    /// Answers of so many attempts are held at a time; what is kept of each is an octet.
    private static var batch: Int { 200 }

    fileprivate func responses(of attempts: [AttemptID], to form: KeyedForm) throws -> Responses {
        var responses = Responses(form: form.form)
        for start in stride(from: 0, to: attempts.count, by: Self.batch) {
            let some = attempts[start..<min(start + Self.batch, attempts.count)]
            let answers = try countedAnswers(of: Array(some))
            for attempt in some {
                let own = answers[attempt] ?? [:]
                try responses.append(form.entries.map { own[$0.position].map { UInt8($0 - 1) } })
            }
        }
        return responses
    }

    /// A retake would make one candidate count twice, so the first attempt of each stands.
    fileprivate func sittings(of form: FormVersion) throws -> [PooledSitting] {
        try all(
            """
            SELECT DISTINCT ON (attempt.enrollment_id) attempt.id AS attempt, cohort.code AS cohort
            FROM attempt
            JOIN enrollment ON enrollment.id = attempt.enrollment_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE attempt.form_id = \(form.id) AND EXISTS (SELECT FROM score WHERE score.attempt_id = attempt.id)
            ORDER BY attempt.enrollment_id, attempt.number
            """
        )
    }
}
