import Credentials
package import Domain
import Foundation
import Postgres

extension TestDatabase {
    /// A file of old certificates with the usual header.
    package static func records(_ rows: String...) -> TableSource {
        let header = "number,name,email,program,credential,issued,expires,status,status_since,city"
        return TableSource(name: "old.csv", octets: Data(([header] + rows).joined(separator: "\r\n").utf8))
    }

    /// Imports old certificates, plan and application in one go, and signs what is in term.
    @discardableResult
    package func importRecords(_ source: TableSource, leavingOutBad: Bool = false) async throws -> LegacyPlan {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        _ = try await registrar.keys.create(by: .system)
        let owner = try await staff(.owner)
        let plan = try await registrar.certificates.planImport(source, by: owner)
        return try await registrar.certificates.applyImport(
            source,
            hash: plan.hash,
            leavingOutBad: leavingOutBad,
            by: owner
        )
    }
}

extension TestDatabase {
    /// The link of a mail by which a holder enters the register.
    package func registerLink(_ certificate: Certificate) async throws -> String {
        let number: EnrollmentID = try await service.read {
            try $0.one("SELECT number FROM certificate WHERE id = \(certificate.id.rawValue)")
        }
        return LinkToken(.register, number).text(sealedWith: Self.secrets.links)
    }

    /// As above, by an old number.
    package func registerLink(of number: String) async throws -> String {
        try await registerLink(registrar.certificates.require(number))
    }
}
