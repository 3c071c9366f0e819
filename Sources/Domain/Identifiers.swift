import Postgres

/// A row's number in its table; each table has a type of its own, so that one cannot be passed for another.
package struct Identifier<Row>: RawRepresentable, Hashable, Comparable, Codable, PostgresCodable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

package typealias CohortID = Identifier<Cohort>
package typealias EnrollmentID = Identifier<Enrollment>
package typealias PersonID = Identifier<Person>
package typealias StaffID = Identifier<StaffMember>
package typealias ProgramVersionID = Identifier<ProgramVersion>
package typealias EntryID = Identifier<Entry>
package typealias PaymentID = Identifier<Payment>
package typealias PaymentCaseID = Identifier<PaymentCase>
package typealias JobID = Identifier<Job>
package typealias CampaignID = Identifier<Campaign>
package typealias DecisionID = Identifier<Decision>
package typealias RequirementID = Identifier<Requirement>
package typealias EvidenceID = Identifier<Evidence>
package typealias RenewalCreditID = Identifier<RenewalCredit>
package typealias EligibilityID = Identifier<Eligibility>
