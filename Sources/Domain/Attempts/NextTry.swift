package import Foundation
import Postgres

/// What the retake policy says of a claim's next try at an exam, as the database decides it (`next_try`).
package struct NextTry: Codable, Sendable {
    package enum Obstacle: String, Codable, PostgresCodable, Sendable {
        case passed, open, last, early, window
    }

    /// Of the person's tries at this exam, from 1.
    package let number: Int
    /// How many there are in all; nil is without end.
    package let most: Int?
    /// Not before then.
    package let earliest: Date?
    /// Not after then.
    package let latest: Date?
    /// Why it may not begin at the moment that was asked about.
    package let obstacle: Obstacle?

    /// - Parameter first: The day of `earliest`, and `last` of `latest`, as the reader reads days.
    package func refusal(first: String, last: String) -> Refusal? {
        switch obstacle {
        case nil: nil
        case .passed:
            .conflict("exam-passed", "This exam was passed already. There is nothing more to sit.")
        case .open:
            .conflict("try-open", "A try at this exam is not over yet. Finish it, or wait until it is scored.")
        case .last:
            .conflict(
                "no-try-left",
                "All \(most ?? number - 1) tries at this exam were used. Ask the institute what comes next."
            )
        case .early:
            .conflict("try-too-early", "The next try, number \(number), may begin from \(first) on.")
        case .window:
            .conflict("try-too-late", "Tries at this exam had to begin by \(last). Ask the institute what comes next.")
        }
    }
}

extension Connection {
    /// - Parameter moment: When it begins; nil is now.
    func nextTry(of claim: EnrollmentID, at requirement: RequirementID, on moment: Date? = nil) throws -> NextTry {
        try one(
            """
            SELECT number, most, earliest, latest, obstacle
            FROM next_try(\(claim), \(requirement), \(moment))
            """
        )
    }

    /// `2027-01-22` in a zone.
    func day(_ moment: Date?, in zone: String) throws -> String {
        try one("SELECT coalesce((\(moment)::timestamptz AT TIME ZONE \(zone))::date::text, 'then')")
    }

    /// Holds everything that the claims' persons are enrolled in, so that their tries come one after the other, and nobody is
    /// decided on while a result that it rests on changes.
    func lockTries(of claims: [EnrollmentID]) throws {
        try execute(
            """
            SELECT id
            FROM enrollment
            WHERE id IN (
                SELECT of_person.id
                FROM unnest(\(claims)) AS claim (id)
                CROSS JOIN LATERAL claims_of_person(claim.id) AS of_person (id)
            )
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
    }
}
