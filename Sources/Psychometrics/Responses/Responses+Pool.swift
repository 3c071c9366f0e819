extension Responses {
    /// Puts the responses of several cohorts together by form version, since ten candidates say little about an item.
    ///
    /// Versions come in the order in which they are first met. Another key or item under the same version's name is another
    /// version, and stays apart.
    package static func pooled(_ cohorts: [Responses]) throws(Refusal) -> [Responses] {
        var pools: [Responses] = []
        for cohort in cohorts {
            if let pool = pools.firstIndex(where: { $0.form == cohort.form }) {
                try pools[pool].append(codes: cohort.codes)
            } else {
                pools.append(cohort)
            }
        }
        return pools
    }
}
