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
    /// Of a denial: what the candidate hears.
    package let reasonClass: DenialReason?
    /// Who agreed that somebody decides who taught or examined the candidate; nil for everybody else.
    package let overrideBy: String?
    /// nil where it was written by hand, and is none.
    package let basis: DecisionBasis?
}

/// Why a certificate was denied, as a class that the candidate hears; the words beside it stay inside.
package enum DenialReason: String, CaseIterable, Codable, PostgresCodable, Sendable {
    /// An exam was not passed, and there is no try left or none was made.
    case exam
    /// Evidence is missing, or was not accepted.
    case evidence
    /// What lets into the program was not met.
    case eligibility
    case conduct
    /// At the candidate's own wish.
    case withdrawn
    case other
}
