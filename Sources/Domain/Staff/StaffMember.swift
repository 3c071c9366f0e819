package import Foundation
import Postgres

/// Someone who works for the institute; the roles say what they may do.
package struct StaffMember: Codable, Equatable, Sendable {
    package enum Role: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case owner, registrar, instructor, examiner, decider, auditor
    }

    package let id: StaffID
    package let login: String
    package let name: String
    package let email: String
    package let roles: [Role]
    package let disabledAt: Date?

    /// The owner who acts as this member (`--as`); always shown in audit, never a second person.
    package var operatorID: StaffID?
}
