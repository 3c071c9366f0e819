import Postgres

extension Subscribers {
    /// What importing a list would do; nothing is written.
    ///
    /// - Throws: `Refusal` of kind invalid for a file that is no list, and for a source, purpose or wording that is not here.
    package func planImport(
        _ list: ListImport,
        by actor: Actor,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ListPlan {
        try actor.require(.runCohorts)
        let evidence = try list.examine()
        return try await store.write { connection in
            let review = try connection.rehearse {
                try connection.review(list, evidence, digestedWith: secrets.addresses) { progress($0, list.file.size) }
            }
            let plan = try Plan("subscriber.import", review.totals)
            try connection.keep(plan)
            return review.plan(plan.hash)
        }
    }

    /// Imports what the plan of this hash says, in one transaction: killed, it never was, and the same hash does it again.
    ///
    /// Rows without proof enter as asked for and not confirmed; no mail goes out by this.
    ///
    /// - Throws: `plan-changed`, `plan-unknown`.
    package func applyImport(
        _ list: ListImport,
        hash: String,
        by actor: Actor,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ListPlan {
        try actor.require(.runCohorts)
        let evidence = try list.examine()
        return try await store.write { connection in
            let review = try connection.review(list, evidence, digestedWith: secrets.addresses) {
                progress($0, list.file.size)
            }
            let plan = try Plan("subscriber.import", review.totals)
            try connection.require(plan, is: hash)
            try connection.write(review)
            try connection.audit(
                "subscriber.import",
                "subscriber",
                nil,
                by: actor,
                Dictionary(review.totals.map { ($0.subject, $0.words) }, uniquingKeysWith: { first, _ in first })
            )
            return review.plan(plan.hash, isApplied: true)
        }
    }
}
