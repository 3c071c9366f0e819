import Credentials
import Postgres

/// A claim of somebody who is to be erased, read under its locks.
struct ErasableClaim: Decodable {
    let id: EnrollmentID
    let cohortId: CohortID
    let cohort: String
    let state: Enrollment.State
    let seatNumber: Int?
    let name: PersonName
    let currency: String
    let withUsMinor: Int
    let dueMinor: Int
    let openCases: Int
    /// Its granted decision, while no certificate rests on it.
    let granted: DecisionID?

    /// Whether there is a seat or a place in a queue to give back; who attended, or did not, has none any more.
    var isLive: Bool { [.waitlisted, .held, .offered, .confirmed].contains(state) }

    var outcomes: [ErasureOutcome] {
        let unpaid = dueMinor > 0 && !isLive ? " (\(Currency.words(dueMinor, currency)) unpaid)" : ""
        let place = seatNumber.map { "seat \($0)" } ?? "place in the queue"
        let state = state.rawValue.replacing("_", with: " ")
        return [
            ErasureOutcome(
                "enrollment \(id)",
                "\(cohort), \(state): \(isLive ? "\(place) given back, " : "")name gone\(unpaid)"
            )
        ] + (granted.map { [ErasureOutcome("decision \($0)", "granted: no certificate will be issued")] } ?? [])
    }
}

extension [ErasableClaim] {
    /// Money that somebody may get back needs its somebody.
    func requireNoMoney() throws {
        let waiting = filter { $0.openCases > 0 || ($0.isLive && $0.withUsMinor > 0) }
        guard let first = waiting.first else { return }
        let all = waiting.map { "enrollment \($0.id) has \(Currency.words($0.withUsMinor, $0.currency)) with us" }
        let step = first.isLive ? "`registrar seat withdraw \(first.id)`, then " : ""
        throw Refusal.conflict(
            "money-undecided",
            """
            \(all.joined(separator: ", ").capitalizedFirst), and nobody could be paid back afterwards. Decide on it first: \
            \(step)`registrar payment list --open-cases`.
            """
        )
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Connection {
    struct KnownPerson: Decodable {
        let id: PersonID
        let email: EmailAddress
        let name: PersonName?
        let isErased: Bool
    }

    /// - Throws: `erased-already`.
    func known(of rows: [PersonID]) throws -> [KnownPerson] {
        let known: [KnownPerson] = try all(
            """
            SELECT id, email, name, erased_at IS NOT NULL AS is_erased
            FROM person
            WHERE id = ANY(\(rows))
            ORDER BY id
            """
        )
        guard !known.contains(where: \.isErased) else {
            throw Refusal.conflict("erased-already", "This person was erased already; nothing is left that names them.")
        }
        return known
    }

    func erasable(of rows: [PersonID]) throws -> [ErasableClaim] {
        try all(
            """
            SELECT
                enrollment.id, enrollment.cohort_id, cohort.code AS cohort, enrollment.state, enrollment.seat_number,
                enrollment.name, money.currency, money.with_us_minor, money.due_minor,
                (
                    SELECT count(*)
                    FROM payment_case
                    WHERE payment_case.enrollment_id = enrollment.id AND payment_case.settled_at IS NULL
                ) AS open_cases,
                (
                    SELECT decision.id
                    FROM decision
                    WHERE decision.enrollment_id = enrollment.id
                        AND decision.kind = 'granted'
                        AND NOT EXISTS (SELECT FROM certificate WHERE certificate.decision_id = decision.id)
                        AND NOT EXISTS (
                            SELECT
                            FROM decision AS later
                            WHERE later.enrollment_id = enrollment.id AND later.id > decision.id
                        )
                ) AS granted
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            WHERE enrollment.person_id = ANY(\(rows))
            ORDER BY enrollment.id
            """
        )
    }

    /// A line for each row that will name nobody any more, and for what ends with it.
    func outcomes(of claims: [ErasableClaim], _ rows: [PersonID]) throws -> [ErasureOutcome] {
        let certificates: [Certificate] = try all(
            "\(Certificate.query) WHERE certificate.person_id = ANY(\(rows)) ORDER BY certificate.number"
        )
        let references: Int = try one(
            """
            SELECT
                (
                    SELECT count(*)
                    FROM payment
                    WHERE reference IS NOT NULL AND enrollment_id = ANY(\(claims.map(\.id)))
                ) + (
                    SELECT count(*)
                    FROM renewal_payment
                    WHERE reference IS NOT NULL AND certificate_id = ANY(\(certificates.map(\.id.rawValue)))
                )
            """
        )
        let files: Int = try one(
            """
            SELECT
                (
                    SELECT count(*)
                    FROM evidence
                    JOIN evidence_file ON evidence_file.evidence_id = evidence.id
                    WHERE evidence.enrollment_id = ANY(\(claims.map(\.id)))
                ) + (SELECT count(*) FROM renewal_file WHERE person_id = ANY(\(rows)))
            """
        )
        let sittings: Int = try one(
            "SELECT count(*) FROM attempt WHERE enrollment_id = ANY(\(claims.map(\.id))) AND finished_at IS NULL"
        )
        let othersTexts: Int = try one(
            """
            SELECT count(DISTINCT text)
            FROM person
            CROSS JOIN texts_with_address(person.email) AS text
            WHERE person.id = ANY(\(rows)) AND text NOT IN (SELECT texts_of(\(rows)))
            """
        )
        let consents: Bool = try one(
            """
            SELECT coalesce(
                (
                    SELECT kind <> 'withdrawn'
                    FROM consent_event
                    WHERE person_id = ANY(\(rows))
                    ORDER BY id DESC
                    LIMIT 1
                ),
                false
            )
            """
        )
        return rows.map { ErasureOutcome("person \($0)", "name and address gone") }
            + claims.flatMap(\.outcomes)
            + certificates.map {
                ErasureOutcome("certificate \($0.printedID)", "name and files gone; its ID answers “erased”")
            }
            + (references > 0 ? [ErasureOutcome("payments", "references gone: \(references); the money stays")] : [])
            + (files > 0 ? [ErasureOutcome("evidence", "files gone: \(files); what was said of them stays")] : [])
            + (sittings > 0
                ? [ErasureOutcome("exams", "under way: \(sittings); ended, and scored by what was saved")] : [])
            + (othersTexts > 0
                ? [ErasureOutcome("texts of others", "gone, as this address stands in them: \(othersTexts)")] : [])
            + (consents ? [ErasureOutcome("e-mail list", "consent withdrawn")] : [])
    }
}
