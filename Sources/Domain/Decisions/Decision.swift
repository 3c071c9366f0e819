package import Foundation
import Postgres

/// A word in the certification of one claim: proposed by staff, then granted, denied or deferred by somebody who neither
/// taught nor examined the candidate.
package struct Decision: Codable, Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case proposed, granted, denied, deferred
    }

    package let id: DecisionID
    package let enrollmentId: EnrollmentID
    package let kind: Kind
    package let at: Date
    /// The login of whoever said it.
    package let staff: String
    /// The owner who acted as them.
    package let actingOwner: String?
    /// nil once its words were erased, and for a proposal.
    package let reason: String?
}

/// What a decision rests on, frozen with it: numbers, words of the product and times, never a name.
///
/// It grows with what is weighed; an older decision keeps the basis it was made on.
package struct DecisionBasis: Codable, Hashable, Sendable {
    package let cohort: String
    package let program: String
    package let programVersion: Int
    /// SHA-256 of what the program version says, in hexadecimal digits.
    package let programDigest: String
    package let grants: ProgramVersion.Grants
    /// The number, in the cohort's history, of the event that says they attended.
    package let attendanceEvent: Int
}
