import Credentials
import Foundation
import Postgres

extension Certificate {
    /// Why a version came. What was issued first, or imported, is followed by the others.
    enum VersionKind: String, PostgresCodable, Sendable {
        case issued, imported, corrected, renewed, reinstated, reissued
    }

    /// Where the next version begins.
    struct Following {
        let version: Int
        let validFrom: Date
    }
}

extension Connection {
    /// Signs and writes the next version under the same ID, and moves the certificate on to it: begun now, at least a
    /// second after the version before.
    ///
    /// It alone: the verb sets the bit of what is superseded, writes the event, and enqueues the mail. The certificate is
    /// locked by then.
    ///
    /// - Parameters:
    ///   - name: nil keeps the name.
    ///   - validUntil: nil keeps the end of the term.
    ///   - place: nil takes one.
    func replace(
        _ certificate: Certificate,
        as kind: Certificate.VersionKind,
        name: String? = nil,
        validUntil: Date? = nil,
        at place: StatusPlace? = nil,
        by signer: Signer
    ) throws -> Certificate.Following {
        struct Kept: Decodable {
            let subject: UUID
            let email: EmailAddress
            let programVersionId: ProgramVersionID
            let validFrom: Date
        }
        let kept: Kept = try one(
            """
            SELECT
                certificate.subject, person.email, certificate.program_version_id,
                greatest(
                    date_trunc('second', registrar_clock()),
                    date_trunc('second', certificate.valid_from) + interval '1 second'
                ) AS valid_from
            FROM certificate
            JOIN person ON person.id = certificate.person_id
            WHERE certificate.id = \(certificate.id.rawValue)
            """
        )
        guard let holder = name ?? certificate.name else { throw Certificates.vanished(certificate.id) }
        let end = validUntil ?? certificate.validUntil
        let place = try place ?? takeStatusPlaces(1)[0]
        let credential = Credential(
            id: certificate.id,
            prefix: certificate.prefix,
            holder: holder,
            email: kept.email,
            subject: kept.subject,
            program: try achieved(kept.programVersionId).recorded(as: certificate),
            validFrom: Instant(kept.validFrom),
            validUntil: end.map(Instant.init),
            awardedAt: certificate.awardedAt.map(Instant.init),
            statusList: place.list,
            statusIndex: place.index
        )
        let signed = try signer.sign(credential.badge(by: signer), at: credential.validFrom)
        let following = Certificate.Following(version: certificate.version + 1, validFrom: kept.validFrom)
        try write(signed, of: credential, version: following.version, kind: kind, by: signer)
        try execute(
            """
            UPDATE certificate
            SET version = \(following.version), name = \(holder), valid_from = \(kept.validFrom), valid_until = \(end)
            WHERE id = \(certificate.id.rawValue)
            """
        )
        if name != nil { try foldRegisterEntry(of: certificate.id) }
        return following
    }
}
