import Foundation
import Postgres

extension Connection {
    /// A mail about a denial or the appeal against it; nil once something else was said. Of the denial it tells the class of
    /// the reason, how to appeal and by when; staff's own words stay inside.
    func denialLetter(
        _ kind: CertificateLetter.Kind,
        _ job: Job,
        _ to: EmailAddress,
        _ secrets: Secrets
    ) throws -> CertificateLetter? {
        guard let claim = job.enrollmentId, let appeal = try appeals(where: "enrollment.id = \(claim)").first,
            appeal.isLatest, kind.fits(appeal.state)
        else { return nil }
        let institute = try institute()
        let token = LinkToken(.appeal, claim).text(sealedWith: secrets.links)
        return CertificateLetter(
            kind: kind,
            jobID: job.id,
            to: to,
            name: appeal.name,
            institute: institute,
            credential: appeal.credential,
            printedID: nil,
            link: "\(institute.publicUrl)/appeals/\(token)",
            until: kind == .denied ? appeal.until : nil,
            reason: kind == .denied ? appeal.reasonClass?.words : nil,
            zone: appeal.zone,
            now: appeal.now
        )
    }
}

extension CertificateLetter.Kind {
    fileprivate func fits(_ state: Appeal.State?) -> Bool {
        switch self {
        case .denied: state == nil
        case .appealFiled: state == .filed
        case .appealUpheld: state == .upheld
        case .appealDismissed: state == .dismissed
        case .appealWithdrawn: state == .withdrawn
        default: false
        }
    }
}

extension DenialReason {
    /// As the candidate hears it.
    package var words: String {
        switch self {
        case .exam: "an exam was not passed"
        case .evidence: "evidence is missing or was not accepted"
        case .eligibility: "what lets into the program was not met"
        case .conduct: "conduct"
        case .withdrawn: "at your own wish"
        case .other: "another reason, which we tell you when you ask"
        }
    }
}
