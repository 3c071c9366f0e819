import Domain

/// Every queue in which one wish waits, this one first.
struct PlacesView: Sendable {
    struct Place: Sendable {
        let position: Int
        let dates: String
        let cohort: String
        let address: String

        init(_ position: Int, _ cohort: CohortView) {
            self.position = position
            dates = cohort.dates
            self.cohort = cohort.code
            address = cohort.address
        }
    }

    let heading: String
    let words: String
    let places: [Place]

    /// Nil for a wish for one cohort alone.
    init?(_ status: EnrollmentStatus, _ cohort: Cohort, elsewhere: [Cohort]) {
        let others = status.elsewhere.compactMap { place in
            elsewhere.first { $0.code == place.cohort }.map { Place(place.position, CohortView($0)) }
        }
        guard !others.isEmpty else { return nil }
        places = (status.position.map { [Place($0, CohortView(cohort))] } ?? []) + others
        heading = status.position == nil ? "Where you also wait" : "Where you wait"
        words =
            status.state == .offered
            ? "Accept the seat that is offered, and these places end; decline it, and you keep them."
            : "The first seat that you accept is yours, and your other places end with it."
    }
}
