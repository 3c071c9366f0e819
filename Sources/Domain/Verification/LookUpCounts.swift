import Foundation
import Postgres

/// How often certificates were looked up: counted by answer, and never by who asked.
///
/// Counted in the process and written down now and then, so that a look-up waits for no row; a kill loses what was
/// counted since.
final class LookUpCounts: Sendable {
    private let counts = Guarded<[LookUpAnswer: Int]>([:])

    func add(_ answer: LookUpAnswer, _ times: Int = 1) {
        counts.withLock { $0[answer, default: 0] += times }
    }

    /// What was counted since the last time; it is the caller's to write down.
    func take() -> [LookUpAnswer: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }
}

/// What a look-up ended with, as it is counted.
package enum LookUpAnswer: String, CaseIterable, Sendable {
    case active, expired, suspended, revoked, surrendered, erased
    case unknown, mistyped
    /// Of a file: an earlier version's; not to be believed; somebody else's.
    case superseded, untrusted
    case anotherIssuer = "another_issuer"

    init(_ status: Certificate.Status) {
        self =
            switch status {
            case .active: .active
            case .expired: .expired
            case .suspended: .suspended
            case .revoked: .revoked
            case .surrendered: .surrendered
            case .erased: .erased
            }
    }

    init(_ lookUp: Certificates.LookUp) {
        self =
            switch lookUp {
            case .found(let certificate): Self(certificate.status)
            case .typingError: .mistyped
            case .unknown: .unknown
            }
    }
}

/// The look-ups of one day in the institute's zone.
package struct LookUpDay: Sendable {
    /// `2026-11-26`.
    package let day: String
    package let counts: [LookUpAnswer: Int]

    package var total: Int { counts.values.reduce(0, +) }
    package subscript(answers: LookUpAnswer...) -> Int { answers.reduce(0) { $0 + (counts[$1] ?? 0) } }
}

extension Certificates {
    /// Writes down what was counted since, under the day of the writing; what cannot be written is counted on.
    package func writeLookUps() async throws {
        let counted = counts.take()
        guard !counted.isEmpty else { return }
        // In one order, so that two who write at once never wait for each other.
        let answers = counted.keys.sorted { $0.rawValue < $1.rawValue }
        do {
            try await store.write {
                try $0.execute(
                    """
                    INSERT INTO certificate_lookup (day, answer, count)
                    SELECT (registrar_clock() AT TIME ZONE coalesce(institute.time_zone, 'UTC'))::date, answer, count
                    FROM unnest(\(answers.map(\.rawValue)), \(answers.map { counted[$0] ?? 0 })) AS counted (answer, count)
                    LEFT JOIN institute ON true
                    ON CONFLICT ON CONSTRAINT certificate_lookup_once
                        DO UPDATE SET count = certificate_lookup.count + excluded.count
                    """
                )
            }
        } catch {
            for (answer, times) in counted { counts.add(answer, times) }
            throw error
        }
    }

    /// The look-ups of the last days, newest first; days without any are left out.
    package func lookUps(days: Int = 30, by actor: Actor) async throws -> [LookUpDay] {
        try actor.require(.propose)
        struct Row: Decodable, Sendable {
            let day: String
            let answer: String
            let count: Int
        }
        let rows: [Row] = try await store.read {
            try $0.all(
                """
                SELECT to_char(day, 'YYYY-MM-DD') AS day, answer, count
                FROM certificate_lookup
                WHERE day > registrar_clock()::date - \(days)::integer
                ORDER BY day DESC
                """
            )
        }
        return Dictionary(grouping: rows, by: \.day).sorted { $0.key > $1.key }.map { day, rows in
            let known = rows.compactMap { row in LookUpAnswer(rawValue: row.answer).map { ($0, row.count) } }
            return LookUpDay(day: day, counts: Dictionary(known, uniquingKeysWith: +))
        }
    }
}
