package import Credentials
import Foundation
import Postgres

extension Reissues {
    /// Goes on, here, with all that is not at its end.
    ///
    /// - Throws: `keys-elsewhere` where the key files are not, `nothing-to-reissue`.
    package func goOn(
        by actor: Actor,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> [CompromisePlan] {
        try actor.require(.runInstitute)
        let open = try await store.read { try $0.openReissues() }
        guard !open.isEmpty else {
            throw Refusal.conflict(
                "nothing-to-reissue",
                "No certificate waits for a new signature. They do once a key is given up: `registrar key compromise`."
            )
        }
        _ = try await certificates.signer()
        var told: [CompromisePlan] = []
        for reissue in open {
            let isCarriedOut = try await carryOut(reissue, progress: progress)
            told.append(try await tell(reissue, isCarriedOut ? .applied : .ordered))
        }
        return told
    }

    /// What the worker beside the keys does by itself: makes keys that are missing, and goes on with what is open.
    ///
    /// - Returns: The keys whose certificates are all signed anew now.
    package func goOnWhereKeysAre() async throws -> [KeyName] {
        let open = try await store.read { try $0.openReissues() }
        guard !open.isEmpty, certificates.canSign else { return [] }
        try await keys.fillWhereKeysAre()
        var ended: [KeyName] = []
        for reissue in open where try await carryOut(reissue) { ended.append(reissue.key) }
        return ended
    }

    /// Step by step; each is whole or not at all.
    ///
    /// - Returns: False where the key files are not.
    func carryOut(
        _ reissue: Reissue,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Bool {
        let (actor, left) = try await store.read {
            (try $0.actor(reissue.staffId, operator: reissue.operatorId), try $0.countTouched(by: reissue.key).count)
        }
        var done = reissue.certificates - left
        var last: String? = ""
        while let after = last {
            try Task.checkCancellation()
            // Read anew for each step: keys may have moved on meanwhile.
            guard let signer = try await certificates.signerIfHere() else { return false }
            let step = try await store.write {
                try $0.reissue(reissue.key, upTo: atOnce, after: after, by: actor, signer)
            }
            last = step.last
            done += step.count
            if step.count > 0 { progress(max(0, done), reissue.certificates) }
        }
        try await store.write { connection in
            try connection.execute(
                "UPDATE reissue SET ended_at = registrar_clock() WHERE id = \(reissue.id) AND ended_at IS NULL"
            )
        }
        try await certificates.publishStatus()
        return true
    }

    fileprivate struct Step {
        /// The last ID looked at; nil at the end.
        let last: String?
        let count: Int
    }
}

extension Connection {
    /// Signs the next few anew, under the same IDs, with the same name and the same end.
    fileprivate func reissue(
        _ key: KeyName,
        upTo count: Int,
        after last: String,
        by actor: Actor,
        _ signer: Signer
    ) throws -> Reissues.Step {
        // 1. The certificates, so that two who go on at once come one after the other; then what is still to do.
        let ids = try touchedIDs(by: key, after: last, limit: count, locked: true)
        guard let end = ids.last else { return Reissues.Step(last: nil, count: 0) }
        try execute("SELECT freeze_clock()")
        let lines = try stillTouched(by: key, among: ids)
        // 2. A new version of each, whose file the one before is superseded by.
        for certificate in lines.map(\.certificate) {
            let following = try replace(certificate, as: .reissued, by: signer)
            try setStatusBits(of: certificate.id, versions: certificate.version...certificate.version)
            try execute(
                """
                INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at, staff_id, operator_id)
                SELECT certificate_id, max(number) + 1, 'reissued', registrar_clock(), \(following.validFrom),
                    \(actor.staff?.id), \(actor.staff?.operatorID)
                FROM certificate_event
                WHERE certificate_id = \(certificate.id.rawValue)
                GROUP BY certificate_id
                """
            )
        }
        guard !lines.isEmpty else { return Reissues.Step(last: end, count: 0) }
        let signed = lines.map(\.certificate.id)
        try enqueue(.reissued, about: signed)
        let numbers: [Int] = try all(
            "SELECT number FROM certificate WHERE id = ANY(\(signed.map(\.rawValue))) ORDER BY number"
        )
        try audit(
            "certificate.reissue",
            "signing_key",
            nil,
            by: actor,
            ["name": key.rawValue, "certificates": numbers.map(String.init).joined(separator: " ")]
        )
        return Reissues.Step(last: end, count: lines.count)
    }
}
