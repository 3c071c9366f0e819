import Postgres

extension Connection {
    /// Refuses what is asked over a claim whose person was erased; whoever asks holds the claim still, or only reads.
    ///
    /// - Throws: `person-erased`.
    func requireSomebody(behind claim: EnrollmentID) throws {
        guard try !isErased(personOf: claim) else { throw Refusal.personErased }
    }

    /// Whether the person of a claim was erased, at their request or in time.
    func isErased(personOf claim: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT EXISTS (
                SELECT
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                WHERE enrollment.id = \(claim) AND person.erased_at IS NOT NULL
            )
            """
        )
    }
}

extension Refusal {
    /// Says the same to the bearer of an old link and to staff.
    static let personErased = Refusal.gone(
        "person-erased",
        """
        The data of the person this was about was erased, at their request or because its time was over. There is nothing \
        left to show or to change.
        """
    )
}
