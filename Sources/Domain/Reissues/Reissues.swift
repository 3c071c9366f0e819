package import Credentials
import Foundation
import Postgres

/// The loss of keys: what somebody else may have signed is not believed, and certificates are signed anew under their IDs.
package struct Reissues: Sendable {
    let keys: Keys
    let certificates: Certificates
    /// Certificates that are signed and written in one transaction.
    var atOnce = 50

    var store: Store { keys.store }

    /// What giving a key up would do: how many certificates it touches, and who signs from then on.
    ///
    /// - Throws: `key-unknown`; `key-compromised-already` where nothing is left to sign anew.
    package func plan(_ name: KeyName, by actor: Actor) async throws -> CompromisePlan {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            let key = try connection.key(name)
            let outcome = try connection.outcome(of: key, touched: connection.countTouched(by: name))
            guard key.state != .compromised || outcome.certificates > 0 else { throw Self.givenUp(name) }
            let plan = try Plan("key.compromise", [outcome])
            try connection.keep(plan)
            return try connection.told(outcome, hash: plan.hash, stage: .shown)
        }
    }

    static func givenUp(_ name: KeyName) -> Refusal {
        .conflict(
            "key-compromised-already",
            "\(name) was said to be compromised already, and no certificate waits for a new signature."
        )
    }
}

extension Connection {
    func key(_ name: KeyName) throws -> Key {
        guard let key = try keys().first(where: { $0.name == name }) else {
            throw Refusal.notFound("key-unknown", "There is no key \(name); `registrar key list` shows them.")
        }
        return key
    }

    /// What becomes of a key, as it stands before.
    func outcome(of key: Key, touched: Touched) throws -> CompromiseOutcome {
        // The one that stands by moves up where the lost one signed; else who signs now goes on.
        let next: Key.State = key.state == .active ? .standby : .active
        let successor = try keys().first { $0.kind == key.kind && $0.state == next && $0.name != key.name }
        return CompromiseOutcome(
            key: key.name.rawValue,
            was: key.state,
            successor: successor?.name.rawValue,
            certificates: touched.count,
            digest: touched.digest
        )
    }

    /// A plan with the first lines of what is left of it.
    func told(_ outcome: CompromiseOutcome, hash: String, stage: CompromisePlan.Stage) throws -> CompromisePlan {
        guard let name = KeyName(rawValue: outcome.key) else { throw Reissues.Unreadable(key: outcome.key) }
        let ids = try touchedIDs(by: name, after: "", limit: CompromisePlan.mostLines)
        return CompromisePlan(
            hash: hash.lowercased(),
            stage: stage,
            outcome: outcome,
            left: try countTouched(by: name).count,
            lines: try stillTouched(by: name, among: ids),
            keys: try keys()
        )
    }
}

extension Reissues {
    struct Unreadable: Error {
        let key: String
    }
}
