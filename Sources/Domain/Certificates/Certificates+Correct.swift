import Credentials
import Foundation
import Postgres

extension Certificates {
    /// Issues a new version under the same ID with the name spelt right; the version before it is superseded.
    ///
    /// - Throws: `InvalidInput` for an empty name, `name-the-same`, and what ``change`` throws.
    package func correct(
        _ input: String,
        name typed: String,
        because reason: StaffReason,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> Certificate {
        try actor.require(.decide)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "A certificate is corrected by somebody with a name.")
        }
        let name = try PersonName(typed: typed)
        let id = try await require(input).id
        let signer = try await signer()
        let body: @Sendable (Connection) throws -> Certificate = { connection in
            let certificate = try connection.lock(certificate: id)
            try certificate.requireCorrectable(to: name)
            try connection.requireIndependent(member, ofHolderOf: id)
            let version = try connection.replace(certificate, as: .corrected, name: name.rawValue, by: signer)
            try connection.setStatusBits(of: id, versions: certificate.version...certificate.version)
            try connection.record("corrected", of: id, version.validFrom, because: reason, by: member)
            try connection.enqueue(.corrected, about: [id])
            try connection.audit(
                "certificate.correct",
                "certificate",
                try connection.one("SELECT number FROM certificate WHERE id = \(id.rawValue)"),
                by: actor,
                ["was": certificate.name, "reason": reason.words]
            )
            guard let changed = try connection.certificate(id) else { throw Self.vanished(id) }
            return changed
        }
        let changed = try await store.write { connection in
            rehearse ? try connection.rehearse { try body(connection) } : try body(connection)
        }
        if !rehearse { try await publishStatus() }
        return changed
    }
}

extension Certificate {
    fileprivate func requireCorrectable(to name: PersonName) throws {
        switch status {
        case .erased:
            throw Refusal.gone("certificate-erased", "The holder of \(printedID) was erased at their request.")
        case .revoked, .surrendered:
            throw Refusal.conflict("certificate-ended", "\(printedID) was \(state.rawValue), which is final.")
        case _ where isPastTerm:
            throw Refusal.conflict(
                "certificate-expired",
                "\(printedID) has expired; a renewal is issued under the new name."
            )
        case .active, .suspended, .expired: break
        }
        guard self.name != name.rawValue else {
            throw Refusal.conflict("name-the-same", "\(printedID) names \(name.rawValue) already.")
        }
    }
}
