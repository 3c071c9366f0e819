/// One person's wish that waits in several cohorts, one row in each; at most one of them has an open offer.
///
/// It is served once, when one of its rows takes a seat: those that still wait then end.
package enum Entry {
    /// How many cohorts one wish may name.
    package static let mostCohorts = 10
}

/// A place in one cohort's queue.
package struct QueuePlace: Codable, Equatable, Sendable {
    package let id: EnrollmentID
    package let cohort: String
    /// 1 is the head of the queue.
    package let position: Int

    package init(id: EnrollmentID, cohort: String, position: Int) {
        self.id = id
        self.cohort = cohort
        self.position = position
    }
}
