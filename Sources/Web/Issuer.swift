import Credentials
import Domain

/// Who issues: the institute that every answer names, and the keys that certificates are checked by.
final class Issuer: Sendable {
    private let readInstitute: Fresh<Institute>
    private let readRing: Fresh<KeyRing>

    init(_ registrar: Registrar) {
        readInstitute = Fresh { try await registrar.institute.current() }
        readRing = Fresh { try await registrar.keys.ring() }
    }

    /// What was read last, however long ago.
    var lastKnown: Institute? { readInstitute.lastKnown }

    func institute() async throws -> Institute { try await readInstitute.value() }
    func ring() async throws -> KeyRing { try await readRing.value() }
}
