import Credentials
import Crypto
import Foundation

/// The hand that signs: the institute, its address, and the two keys that sign now.
struct Signer {
    let institute: Institute
    let address: PublicAddress
    let jwtKey: SigningKey
    let proofKey: SigningKey

    /// A credential in both of its signed forms, with their digests (SHA-256).
    struct Signed {
        let jwt: String
        let proof: String
        var jwtDigest: Data { Data(SHA256.hash(data: Data(jwt.utf8))) }
        var proofDigest: Data { Data(SHA256.hash(data: Data(proof.utf8))) }
    }

    func sign(_ badge: OpenBadge, at instant: Instant) throws -> Signed {
        let document = try badge.json
        let proof = try IntegrityProof.sign(document, with: proofKey, of: address, at: instant)
        return Signed(
            jwt: try CredentialJWT.sign(document, with: jwtKey, of: address),
            proof: String(decoding: try proof.canonical(), as: UTF8.self)
        )
    }
}

extension Certificates {
    /// nil where there are keys, but not here.
    ///
    /// - Throws: `keys-missing`.
    func signerIfHere() async throws -> Signer? {
        do { return try await signer() } catch let refusal as Refusal where refusal.code == "keys-elsewhere" {
            return nil
        }
    }

    /// Reads the keys that sign now.
    ///
    /// - Throws: `keys-missing` before the first were made, `keys-elsewhere` where their files are not here.
    func signer() async throws -> Signer {
        let (institute, keys) = try await store.read { (try $0.institute(), try $0.keys()) }
        func active(_ kind: PublicKey.Kind) throws -> SigningKey {
            guard let key = keys.first(where: { $0.kind == kind && $0.state == .active }) else {
                throw Refusal.conflict(
                    "keys-missing",
                    "There is no key to sign with; make one: `registrar key create`."
                )
            }
            return try folder.read(key.name)
        }
        return Signer(
            institute: institute,
            address: try institute.address,
            jwtKey: try active(.rsa),
            proofKey: try active(.ed25519)
        )
    }
}
