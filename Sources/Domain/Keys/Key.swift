package import Credentials
package import Foundation
import Postgres

/// One of the issuer's keys, and where it stands in its life; the private half is a file, never a row.
package struct Key: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case standby, active, retired, compromised
    }

    package let name: KeyName
    package let kind: PublicKey.Kind
    package let state: State
    package let createdAt: Date
    package let activatedAt: Date?
    package let retiredAt: Date?
    /// When the last certificate that it signed ends; nil is never, or not retired.
    package let neededUntil: Date?
    package let compromisedAt: Date?
    let jwk: String
}

extension Key {
    /// As the issuer shows it.
    func published() throws -> PublishedKey {
        guard let key = try PublicKey(jwk: JSON.read(Array(jwk.utf8))) else {
            throw KeyFolder.Unusable(description: "The public key \(name) in the database cannot be read.")
        }
        let state: PublishedKey.State =
            switch self.state {
            case .standby: .standby
            case .active: .active
            case .retired: .retired(since: Instant(retiredAt ?? createdAt), until: neededUntil.map(Instant.init))
            case .compromised: .compromised(since: Instant(compromisedAt ?? createdAt))
            }
        return PublishedKey(name: name, key: key, state: state)
    }
}
