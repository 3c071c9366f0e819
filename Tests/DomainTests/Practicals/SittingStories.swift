import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

extension TestDatabase {
    /// So many days from today, in the zone of every story.
    func day(_ days: Int) async throws -> CalendarDate {
        CalendarDate(daysSince1970: try await today().daysSince1970 + days)
    }

    /// The link of a rater's task, as it was mailed.
    func ratingLink(of rater: String, _ standing: PracticalStanding) async throws -> String {
        let task = try #require(standing.raters.last { $0.login == rater }).task
        let generation: Int = try await service.read {
            try $0.one("SELECT link_generation FROM rating_task WHERE id = \(task)")
        }
        return LinkToken(rating: task, generation: generation).text(sealedWith: Self.secrets.links)
    }

    /// Every letter about practicals that is still to be sent, the first job first.
    func practicalLetters() async throws -> (raters: [RaterLetter], candidates: [CandidateLetter]) {
        var (raters, candidates): ([RaterLetter], [CandidateLetter]) = ([], [])
        for job in try await registrar.jobs.claim(limit: 100, lease: .seconds(60)) {
            if let letter = try await registrar.jobs.raterLetter(for: job) { raters.append(letter) }
            guard let letter = try await registrar.jobs.candidateLetter(for: job), letter.sitting != nil else {
                continue
            }
            candidates.append(letter)
        }
        return (raters, candidates)
    }

    /// Gives the practical of every program a policy, in JSON.
    func retakes(_ policy: String) async throws {
        for table in ["requirement", "program_version"] {
            try await force("ALTER TABLE \(identifier: table) DISABLE TRIGGER frozen_version_never_changes")
        }
        try await force(
            """
            UPDATE requirement
            SET detail = jsonb_set(detail, '{retakes}', \(policy)::text::jsonb)
            WHERE kind = 'practical_exam' AND detail ? 'practical'
            """
        )
        try await force("UPDATE program_version SET digest = program_version_digest(id)")
    }
}
