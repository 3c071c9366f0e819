import Postgres
package import Psychometrics

/// How far two raters agree, over every decided try at one version of a practical; of three raters the first two count, who
/// did not know of each other. Always to be told with n.
package struct RaterAgreement: Sendable {
    package struct OfCriterion: Sendable {
        package let code: String
        package let name: String
        /// The share of pairs that gave the same level.
        package let agreement: Double?
        /// Cohen's κ with quadratic weights; nil where chance leaves no room.
        package let kappa: Double?
    }

    package let practical: String
    package let version: Int
    package let size: SampleSize
    package let criteria: [OfCriterion]
    /// Over the points of each candidate: ICC(2,1) of one rater, ICC(2,k) of the mean of two.
    package let points: IntraclassCorrelation
}

extension Practicals {
    /// - Throws: `practical-unknown`.
    package func agreement(code: String, version: Int? = nil, by actor: Actor) async throws -> RaterAgreement {
        try actor.require(.examine)
        let code = code.uppercased()
        return try await store.read { connection in
            let versions = try connection.practicals(where: "practical.code = \(code)")
            guard let practical = versions.last(where: { version == nil || $0.version == version }) else {
                throw Self.unknown(code)
            }
            return try connection.agreement(at: practical)
        }
    }
}

extension Connection {
    fileprivate func agreement(at practical: StoredPractical) throws -> RaterAgreement {
        let decided: [PracticalAttemptID] = try all(
            """
            SELECT practical_attempt.id
            FROM practical_attempt
            JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
            WHERE practical_attempt.practical_id = \(practical.id)
            ORDER BY practical_attempt.id
            """
        )
        let exam = try practical.file.arithmetic()
        // One column holds the rater of the lower number, so that the same two people stand in the same columns.
        let pairs = try decided.map { attempt in
            try ratings(of: attempt).prefix(2).sorted { $0.rater < $1.rater }.map { try exam.rating($0.levels) }
        }
        return RaterAgreement(
            practical: practical.file.code,
            version: practical.version,
            size: SampleSize(pairs.count),
            criteria: practical.file.criteria.enumerated().map { place, criterion in
                let table = AgreementTable(
                    levels: criterion.levels.count,
                    pairs: pairs.map { ($0[0].levels[place], $0[1].levels[place]) }
                )
                return .init(
                    code: criterion.code,
                    name: criterion.name,
                    agreement: table.agreement,
                    kappa: table.kappa(.quadratic)
                )
            },
            // Doubled points: a correlation does not mind the unit.
            points: IntraclassCorrelation(targets: pairs.map { $0.map { PracticalMark([$0], of: exam).doubled } })
        )
    }
}
