package import Credentials
import Foundation
import Postgres

extension Reissues {
    /// Gives up the key of a plan, in one transaction and before anything else: nothing that it signed is believed from then
    /// on. Then signs every certificate of it anew, a few at a time; where the key files are not, the worker beside them does.
    ///
    /// Whatever is killed when, each certificate gets one new version; the same hash again goes on where it ended.
    ///
    /// - Parameter progress: Told after each step how many of how many are signed anew.
    /// - Throws: `plan-changed`, `key-unknown`.
    package func compromise(
        _ name: KeyName,
        because words: String,
        hash: String,
        by actor: Actor,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> CompromisePlan {
        try actor.require(.runInstitute)
        let reason = try StaffReason(.other, words)
        let folder = keys.folder
        let begun: Reissue = try await store.write { connection in
            try connection.giveUp(name, because: reason, hash: hash, keysIn: folder, by: actor)
        }
        // Lists of revocations that the lost key signed are not believed either.
        try await certificates.publishStatus()
        let isCarriedOut = try await carryOut(begun, progress: progress)
        return try await tell(begun, isCarriedOut ? .applied : .ordered)
    }

    /// What a reissue was, and what is left of it.
    func tell(_ reissue: Reissue, _ stage: CompromisePlan.Stage) async throws -> CompromisePlan {
        let hash = reissue.hash.map { String(format: "%02x", $0) }.joined()
        return try await store.read { connection in
            let shown: JSONB<[CompromiseOutcome]>? = try connection.first(
                "SELECT outcomes FROM plan WHERE hash = \(reissue.hash) AND verb = 'key.compromise'"
            )
            // A plan is forgotten after a while, what was done is not.
            let outcome =
                try shown?.value.first
                ?? CompromiseOutcome(
                    key: reissue.key.rawValue,
                    was: .compromised,
                    successor: connection.signing(beside: reissue.key)?.rawValue,
                    certificates: reissue.certificates,
                    digest: ""
                )
            return try connection.told(outcome, hash: hash, stage: stage)
        }
    }
}

extension Connection {
    /// The key of the same kind that signs now.
    fileprivate func signing(beside name: KeyName) throws -> KeyName? {
        let keys = try keys()
        guard let kind = keys.first(where: { $0.name == name })?.kind else { return nil }
        return keys.first { $0.kind == kind && $0.state == .active }?.name
    }

    fileprivate func giveUp(
        _ name: KeyName,
        because reason: StaffReason,
        hash: String,
        keysIn folder: KeyFolder,
        by actor: Actor
    ) throws -> Reissue {
        try lockKeys()
        // Who applied the same plan a moment before was waited for.
        if let begun = try reissue(hash: hash), begun.key == name { return begun }
        let key = try key(name)
        let before = try outcome(of: key, touched: countTouched(by: name))
        if key.state != .compromised {
            // Whoever signs with it at this moment is waited for, and counted below.
            try execute(
                """
                UPDATE signing_key
                SET state = 'compromised', compromised_at = registrar_clock()
                WHERE name = \(name.rawValue)
                """
            )
        }
        let touched = try countTouched(by: name)
        let outcome = CompromiseOutcome(
            key: before.key,
            was: before.was,
            successor: before.successor,
            certificates: touched.count,
            digest: touched.digest
        )
        try require(Plan("key.compromise", [outcome]), is: hash)
        // What is open of this key goes on; a second order would be the same work.
        if let open = try openReissues().first(where: { $0.key == name }) { return open }
        try fill(key.kind, in: folder, by: actor)
        try enterKeysIfChanged()
        try audit(
            "key.compromise",
            "signing_key",
            nil,
            by: actor,
            [
                "name": name.rawValue, "was": key.state.rawValue, "certificates": "\(touched.count)",
                "reason": reason.words,
            ]
        )
        return try one(
            """
            INSERT INTO reissue (key_name, hash, certificates, staff_id, operator_id)
            VALUES (\(name.rawValue), decode(\(hash.lowercased()), 'hex'), \(touched.count), \(actor.staff?.id),
                \(actor.staff?.operatorID))
            RETURNING id, key_name AS key, hash, certificates, staff_id, operator_id, ended_at
            """
        )
    }
}
