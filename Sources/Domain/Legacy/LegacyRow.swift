import Credentials
import Postgres

/// One old certificate as the institute's records have it.
struct LegacyRow: Sendable {
    let line: Int
    let number: LegacyNumber
    let name: PersonName
    /// nil where the records have none.
    let email: EmailAddress?
    /// Code of the program of today that it belongs to.
    let program: String
    /// As it was called then; nil is the program's name.
    let credential: String?
    let issued: RecordedDate
    /// nil is without end.
    let expires: RecordedDate?
    let state: Certificate.State
    /// Whether the records call it expired; then its term must have ended.
    let isSaidExpired: Bool
    /// From when it is suspended, revoked or surrendered.
    let since: RecordedDate?
    let city: String?

    /// Name and city as they are compared with others'; nil without a city, as a name alone says little.
    var holderKey: String? {
        guard let city else { return nil }
        let (name, place) = (Folding.words(of: name.rawValue), Folding.words(of: city))
        guard !name.isEmpty, !place.isEmpty else { return nil }
        return name.joined(separator: " ") + ", " + place.joined(separator: " ")
    }

    /// Whether it may still hold on a day.
    func isInTerm(on today: CalendarDate) -> Bool {
        (state == .active || state == .suspended) && (expires.map { $0.last >= today } ?? true)
    }
}
