/// A public key as the issuer shows it, with its place in a key's life: standby, active, retired; or compromised.
package struct PublishedKey: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Public long before its first signature, and has made none yet.
        case standby
        /// Signs what is issued now.
        case active
        /// Signs nothing any more; what it signed holds until its last certificate ends, or for ever.
        case retired(since: Instant, until: Instant?)
        /// Someone else may have it: nothing it signed can be believed.
        case compromised(since: Instant)
    }

    package let name: KeyName
    package let key: PublicKey
    package let state: State

    package init(name: KeyName, key: PublicKey, state: State) {
        self.name = name
        self.key = key
        self.state = state
    }

    /// Whether the issuer still vouches for it: only a compromised key leaves, and a retired one with its last certificate.
    package func isAsserted(at now: Instant) -> Bool {
        switch state {
        case .standby, .active: true
        case .retired(_, let until): until.map { now < $0 } ?? true
        case .compromised: false
        }
    }
}
