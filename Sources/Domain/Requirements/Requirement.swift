package import Foundation
package import Postgres

/// One thing that a candidate must do, as a program version asks for it.
package enum Requirement {
    package typealias Kind = ProgramFile.Requirement.Kind

    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case incomplete
        /// Somebody has to look at it.
        case submitted
        case complete, failed
        /// Not asked of this candidate, for a reason and by somebody.
        case waived
        /// A document whose last day is over.
        case expired
    }
}

extension ProgramFile.Requirement.Kind: PostgresCodable {}

/// Where a candidate stands with one requirement, as `requirement_states` says it.
package struct RequirementState: Codable, Hashable, Sendable {
    package let id: RequirementID
    package let code: String
    package let kind: Requirement.Kind
    package let name: String
    /// The code of its module, and where that stands in the program, from 1.
    package let module: String
    package let modulePosition: Int
    package let moduleName: String
    private let asks: JSONB<RequirementDetail>?
    package let state: Requirement.State
    /// Of `needed`: skills, minutes, sessions, or the requirement itself.
    package let done: Int
    package let needed: Int
    /// The last day of a document.
    package let validUntil: CalendarDate?
    /// When something was last said of it; nil is never.
    package let since: Date?
    /// The latest event that was recorded for it.
    package let event: Int?

    package var detail: RequirementDetail? { asks?.value }
    /// The last day of a document, written like 2029-01-31.
    package var lastDay: String? { validUntil.map { "\($0)" } }
    /// Whether nothing more is asked of the candidate.
    package var isMet: Bool { state == .complete || state == .waived }
    package var isExam: Bool { kind == .writtenExam || kind == .practicalExam }
}

extension Connection {
    /// Every requirement of a claim's program in its order, and where the candidate stands with it now.
    func requirements(of claim: EnrollmentID) throws -> [RequirementState] {
        try requirements(of: [claim])[claim] ?? []
    }

    /// The same of several claims.
    func requirements(of claims: [EnrollmentID]) throws -> [EnrollmentID: [RequirementState]] {
        struct Placed: Decodable {
            let claim: EnrollmentID
            let state: RequirementState

            private enum CodingKeys: CodingKey { case claim }

            init(from decoder: any Decoder) throws {
                claim = try decoder.container(keyedBy: CodingKeys.self).decode(EnrollmentID.self, forKey: .claim)
                state = try RequirementState(from: decoder)
            }
        }
        let rows: [Placed] = try all(
            """
            SELECT
                claim.id AS claim, requirement.id, requirement.code, requirement.kind, requirement.name,
                module.code AS module, module.position AS module_position, module.name AS module_name,
                requirement.detail AS asks, standing.state, standing.done, standing.needed, standing.valid_until,
                standing.since,
                (
                    SELECT max(event.id)
                    FROM progress_event AS event
                    WHERE event.enrollment_id = claim.id AND event.requirement_id = requirement.id
                ) AS event
            FROM unnest(\(claims)) WITH ORDINALITY AS claim (id, place)
            CROSS JOIN LATERAL requirement_states(claim.id) AS standing
            JOIN requirement ON requirement.id = standing.requirement_id
            JOIN module ON module.id = requirement.module_id
            ORDER BY claim.place, module.position, requirement.position
            """
        )
        return Dictionary(grouping: rows, by: \.claim).mapValues { $0.map(\.state) }
    }
}
