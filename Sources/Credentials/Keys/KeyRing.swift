/// All keys of an issuer, and whether a signature by one of them is to be believed.
package struct KeyRing: Sendable {
    package let address: PublicAddress
    package let keys: [PublishedKey]
    /// The keys' full ids in their order: every look-up names one.
    private let ids: [String]

    package init(address: PublicAddress, keys: [PublishedKey]) {
        self.address = address
        self.keys = keys
        ids = keys.map { "\(address.did)#\($0.name.rawValue)" }
    }

    /// A key's full id: `did:web:HOST#NAME`.
    package func id(of name: KeyName) -> String { "\(address.did)#\(name.rawValue)" }

    /// The full id of a key whose signatures are believed whenever they were made; nil of a compromised or an unknown one.
    package func id(ofBelieved name: KeyName) -> String? {
        guard let place = keys.firstIndex(where: { $0.name == name }) else { return nil }
        if case .compromised = keys[place].state { return nil }
        return ids[place]
    }

    /// The key that an id in a header or proof names, if it may still be believed.
    func key(_ id: String, kind: PublicKey.Kind, at now: Instant) throws(Untrusted) -> PublishedKey {
        let parts = id.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.elementsEqual(address.did.utf8) else { throw .anotherIssuersKey(id) }
        guard let found = keys.first(where: { $0.name.rawValue.utf8.elementsEqual(parts[1].utf8) }) else {
            throw .unknownKey(id)
        }
        guard found.key.kind == kind else { throw .wrongKindOfKey(id) }
        switch found.state {
        case .active: return found
        case .standby: throw .unusedKey(id)
        case .compromised(let since): throw .compromisedKey(id, since: since)
        case .retired(_, let until):
            if let until, until <= now { throw .expiredKey(id, since: until) }
            return found
        }
    }

    /// Refuses what claims to have been signed after its key had retired.
    func check(_ key: PublishedKey, signedAt instant: Instant) throws(Untrusted) {
        guard case .retired(let since, _) = key.state, since < instant else { return }
        throw .retiredKey(id(of: key.name), since: since)
    }
}
