import Crypto
package import Foundation

/// A file that somebody holds for a certificate: what it is, and the credential that was taken out of it.
package struct HeldFile: Sendable {
    package let form: FileForm
    package let credential: SecuredCredential
    /// SHA-256 of the file as it was given.
    package let digest: Data

    package init(_ octets: [UInt8], form: FileForm, credential: SecuredCredential) {
        self.form = form
        self.credential = credential
        digest = Data(SHA256.hash(data: octets))
    }
}

extension SecuredCredential {
    /// SHA-256 of what was signed, as the register keeps it: of a JWT's text, of JSON in its canonical form.
    package var digest: Data {
        get throws {
            switch self {
            case .jwt(let text): Data(SHA256.hash(data: Data(text.utf8)))
            case .proof(let document): Data(SHA256.hash(data: Data(try document.canonical())))
            }
        }
    }
}
