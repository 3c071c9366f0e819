import Credentials
import Crypto
import Foundation
import Postgres

extension TransparencyLog {
    /// Versions that are entered in one transaction.
    private static let atOnce = 1_000
    /// How long the audit trail's head may go on without an entry.
    private static let secondsUnaudited = 86_400

    /// Enters what nobody entered: what was issued and revoked before the log existed, the issuer's keys when they changed by
    /// time or address, and once a day the head of the audit trail's chain; then signs, where the keys are.
    ///
    /// - Returns: Whether there may be more.
    @discardableResult
    package func catchUp() async throws -> Bool {
        let hasMore = try await enterOldVersions() > 0
        if !hasMore {
            try await store.write { connection in
                // One worker at a time; its turn ends as it commits.
                try connection.execute("SELECT pg_advisory_xact_lock(hashtext('log_catches_up'))")
                try connection.enterKeysIfChanged()
                try connection.enterAuditHead(after: Self.secondsUnaudited)
            }
        }
        try await publish()
        return hasMore
    }

    /// What was issued, then what was revoked, each in its order; a thousand at a time.
    private func enterOldVersions() async throws -> Int {
        guard try await !store.read({ try $0.logHead().isWhole }) else { return 0 }
        return try await store.write { connection in
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('log_catches_up'))")
            try connection.execute("SET LOCAL statement_timeout = 0")
            var entered = try connection.execute(
                """
                INSERT INTO log_waiting (op, digest, certificate_id, version)
                SELECT 'issue', version.jwt_digest, version.certificate_id, version.number
                FROM certificate_version AS version
                WHERE NOT EXISTS (
                    SELECT
                    FROM certificate_log
                    WHERE certificate_log.certificate_id = version.certificate_id
                        AND certificate_log.version = version.number AND certificate_log.op = 'issue'
                )
                ORDER BY version.at, version.certificate_id, version.number
                LIMIT \(Self.atOnce)
                """
            )
            if entered == 0 {
                entered = try connection.execute(
                    """
                    INSERT INTO log_waiting (op, digest, certificate_id, version)
                    SELECT 'revoke', version.jwt_digest, version.certificate_id, version.number
                    FROM certificate_version AS version
                    JOIN status_list ON status_list.number = version.status_list
                    WHERE get_bit(
                            status_list.bits,
                            (version.status_index & ~7) | (7 - (version.status_index & 7))
                        ) = 1
                        AND NOT EXISTS (
                            SELECT
                            FROM certificate_log
                            WHERE certificate_log.certificate_id = version.certificate_id
                                AND certificate_log.version = version.number AND certificate_log.op = 'revoke'
                        )
                    ORDER BY version.at, version.certificate_id, version.number
                    LIMIT \(Self.atOnce)
                    """
                )
            }
            if entered == 0 { try connection.execute("UPDATE log_head SET is_whole = true") }
            return entered
        }
    }
}

extension Connection {
    /// Enters the issuer's DID document when it is another than was entered last. Before there is an institute there is none,
    /// and before all is entered from before the log it waits: it closes that for good.
    func enterKeysIfChanged() throws {
        guard try one("SELECT EXISTS (SELECT FROM institute)"), try !keys().isEmpty, try logHead().isWhole else {
            return
        }
        let now: Date = try one("SELECT registrar_clock()")
        let document = try keyRing().didDocument(at: Instant(now)).canonical()
        let digest = Data(SHA256.hash(data: document))
        guard try lastLogged(.did)?.digest != digest else { return }
        try enterIntoLog(.did, digest)
    }

    fileprivate func enterAuditHead(after seconds: Int) throws {
        let last = try lastLogged(.audit)
        let head: Data? = try first("SELECT digest FROM audit_seal ORDER BY number DESC LIMIT 1")
        let now: Date = try one("SELECT registrar_clock()")
        guard let head, head != last?.digest, last.map({ $0.at.adding(seconds: seconds) <= Instant(now) }) ?? true
        else {
            return
        }
        try enterIntoLog(.audit, head)
    }

    private func lastLogged(_ operation: LogEntry.Operation) throws -> LogEntry? {
        let octets: Data? = try first(
            "SELECT entry FROM log_entry WHERE op = \(operation.rawValue) ORDER BY index DESC LIMIT 1"
        )
        return octets.flatMap { LogEntry(octets: $0) }
    }
}
