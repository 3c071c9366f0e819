import Credentials
import Foundation
import Postgres

extension Certificates {
    /// Whether the latest version is in the log, as anyone could check it: the proof leads to a checkpoint that the log's key
    /// signed, the entry is this version's, and it was not dated back.
    func logged(_ certificate: Certificate) async throws -> CertificateCheck.Logged {
        try await store.read { connection in
            let logged: LoggedVersion?
            do { logged = try connection.logged(certificate.id, version: certificate.version) } catch is MerkleHash
                .Missing
            {
                return .invalid
            }
            // A version is entered as it is written; only what is older than the log may still be missing.
            guard let logged else { return try connection.logHead().isWhole ? .invalid : .pending }
            // What is wrong with the entry itself shows without a signature: whoever dates back could stop signing.
            guard logged.row.isSound else { return .invalid }
            guard let proof = logged.proof, let key = try connection.logKey() else { return .pending }
            return try logged.row.standing(proof, by: connection.institute().logName(key.publicKey))
        }
    }
}

extension LoggedVersion.Row {
    private var founding: LogCheck.Founding? {
        began.map { LogCheck.Founding(began: Instant($0), length: foundingLength ?? .max) }
    }

    /// Whether the entry is this version's, and not dated back.
    fileprivate var isSound: Bool {
        guard let said = LogEntry(octets: entry), said.operation == .issue, said.digest == jwtDigest else {
            return false
        }
        do { try LogCheck.check(validFrom: Instant(validFrom), at: said.at, index: index, in: founding) } catch {
            return false
        }
        return true
    }

    fileprivate func standing(_ proof: TLogProof, by log: VerifierKey) -> CertificateCheck.Logged {
        do {
            _ = try proof.check(entry, by: log)
            return .valid
        } catch TLogProof.Refused.checkpoint(.anotherOrigin) {
            // The institute moved to another address, and the worker has not signed under it yet.
            return .pending
        } catch {
            return .invalid
        }
    }
}
