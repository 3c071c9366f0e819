extension KeyRing {
    /// `/.well-known/did.json` (did:web method; DID Core 1.0 §5): every key with its absolute id, RSA as `JsonWebKey`,
    /// Ed25519 as `Multikey`; `assertionMethod` names, as strings, those the issuer vouches for. Of a compromised key
    /// only its id stays, with `revoked`, so that a verifier can say why: some look at nothing but the key itself.
    package func didDocument(at now: Instant) -> JSON {
        [
            "@context": [
                "https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1",
                "https://w3id.org/security/multikey/v1",
            ],
            "id": .string(address.did),
            "verificationMethod": .array(signerFirst.map(method)),
            "assertionMethod": .array(keys.filter { $0.isAsserted(at: now) }.map { .string(id(of: $0.name)) }),
        ]
    }

    /// `/.well-known/jwks.json` (RFC 7517 §5): the keys that sign JWTs, without compromised ones.
    package func jwks(at now: Instant) -> JSON {
        let signing = keys.filter { $0.key.kind == .rsa && $0.isAsserted(at: now) }
        return ["keys": .array(signing.map { $0.key.jwk(id: id(of: $0.name)) })]
    }

    /// `/keys/NAME`: one bare JWK, for verifiers that take a key's address; nil for a key that is unknown or compromised.
    package func jwk(named name: KeyName) -> JSON? {
        guard let found = keys.first(where: { $0.name == name }) else { return nil }
        if case .compromised = found.state { return nil }
        return found.key.jwk(id: id(of: name))
    }

    /// The key that signs JWTs now, then the others: openbadgeslib 4.6.3 checks a list of revocations by the first alone.
    private var signerFirst: [PublishedKey] {
        let signing = keys.filter { $0.key.kind == .rsa && $0.state == .active }
        return signing + keys.filter { !signing.contains($0) }
    }

    private func method(_ key: PublishedKey) -> JSON {
        let id = id(of: key.name)
        let multikey = key.key.multikey
        let head: JSON = [
            "id": .string(id), "controller": .string(address.did), "type": multikey == nil ? "JsonWebKey" : "Multikey",
        ]
        if case .compromised(let since) = key.state { return head.with("revoked", .string(since.description)) }
        if let multikey { return head.with("publicKeyMultibase", .string(multikey)) }
        return head.with("publicKeyJwk", key.key.jwk(id: id))
    }
}
