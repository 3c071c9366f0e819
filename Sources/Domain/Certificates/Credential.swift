import Credentials
import Foundation
import Postgres

/// What one version of a certificate says, before it is signed.
struct Credential {
    let id: CertificateID
    let prefix: String
    let holder: String
    let email: EmailAddress
    let subject: UUID
    let program: Achieved
    let validFrom: Instant
    let validUntil: Instant?
    let awardedAt: Instant?
    let statusList: Int
    let statusIndex: Int

    /// The program version that was completed.
    struct Achieved: Decodable {
        let code: String
        let number: Int
        var name: String
        let summary: String
        let grants: ProgramVersion.Grants
        let requirements: [String]
        /// Where it comes from, when no decision here granted it.
        var record: String?

        private enum CodingKeys: CodingKey {
            case code, number, name, summary, grants, requirements
        }
    }

    /// As an Open Badges 3.0 credential; on an address that is no public one its name starts with TEST.
    func badge(by signer: Signer) -> OpenBadge {
        let address = signer.address
        let name = (address.isTest ? "TEST " : "") + program.name
        let code = program.code.lowercased()
        let creator = OpenBadge.Profile(id: address.did, name: signer.institute.name)
        return OpenBadge(
            id: address.verify(id, prefix: prefix),
            name: name,
            image: OpenBadge.Image(id: address.badge(code, String(program.number)), caption: "\(name), the badge"),
            issuer: OpenBadge.Profile(
                id: address.did,
                name: signer.institute.name,
                url: address.text,
                email: signer.institute.contactEmail
            ),
            validFrom: validFrom,
            validUntil: validUntil,
            awardedDate: awardedAt,
            subject: OpenBadge.Subject(
                id: "urn:uuid:\(subject.uuidString.lowercased())",
                identifier: (email.isPlaceholder
                    ? [] : [.email(email.rawValue, salt: OpenBadge.Identity.freshSalt())]) + [.name(holder)],
                licenseNumber: id.printed(prefix: prefix),
                achievement: OpenBadge.Achievement(
                    id: address.achievement(code, String(program.number)),
                    kind: program.grants.achievementKind,
                    name: name,
                    description: program.summary,
                    humanCode: program.code,
                    version: String(program.number),
                    inLanguage: "en",
                    narrative: program.narrative,
                    creator: creator
                )
            ),
            status: OpenBadge.Status(list: address.statusList(statusList), index: statusIndex)
        )
    }
}

extension Credential.Achieved {
    /// What the holder did, in the program's own words.
    var narrative: String {
        record ?? "Granted by a decision apart from training, on: " + requirements.joined(separator: "; ") + "."
    }
}

extension Credential.Achieved {
    /// An old certificate says how the credential was called then, and that no decision here granted it.
    func recorded(as certificate: Certificate) -> Self {
        guard certificate.origin == .legacy else { return self }
        var recorded = self
        recorded.name = certificate.credential
        recorded.record = """
            Taken over from the institute's records of the time before this register, where it has the number \
            \(certificate.oldNumber ?? "?"); no decision was taken here.
            """
        return recorded
    }
}

extension ProgramVersion.Grants {
    fileprivate var achievementKind: OpenBadge.Achievement.Kind {
        switch self {
        case .certification: .certification
        case .assessmentBasedCertificate: .other("AssessmentBasedCertificate")
        case .attendance, .nothing: .attendance
        }
    }
}
