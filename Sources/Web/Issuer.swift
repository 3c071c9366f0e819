import Credentials
import Domain

/// Who issues: the institute that every answer names, and the keys that certificates are checked by.
final class Issuer: Sendable {
    private let readLetterhead: Fresh<Letterhead>
    private let readRing: Fresh<KeyRing>

    init(_ registrar: Registrar) {
        readLetterhead = Fresh { Letterhead(try await registrar.institute.current()) }
        readRing = Fresh { try await registrar.keys.ring() }
    }

    /// What was read last, however long ago.
    var lastKnown: Letterhead? { readLetterhead.lastKnown }

    /// What need not be asked for anew.
    var freshLetterhead: Letterhead? { readLetterhead.fresh }
    var freshRing: KeyRing? { readRing.fresh }

    func letterhead() async throws -> Letterhead { try await readLetterhead.value() }
    func institute() async throws -> Institute { try await letterhead().institute }
    func ring() async throws -> KeyRing { try await readRing.value() }
}

/// The institute as every answer names it; what they all say is put together once for each reading.
final class Letterhead: Sendable {
    let institute: Institute
    /// Whether readers are to come by TLS alone.
    let isSecure: Bool
    /// What stands before a certificate's ID in the address of its page, and of its JSON.
    let certificatePage: String
    let certificateAnswer: String

    init(_ institute: Institute) {
        self.institute = institute
        isSecure = institute.publicUrl.hasPrefix("https://")
        certificatePage = institute.publicUrl + "/verify/"
        certificateAnswer = institute.publicUrl + "/api/v1/certificates/"
    }
}
