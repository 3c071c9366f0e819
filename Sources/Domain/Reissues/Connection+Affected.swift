import Credentials
import Foundation
import Postgres

/// What the loss of a key touches: certificates whose latest version it signed, as JWT or as proof, and that hold or may hold
/// again. What was revoked or given back, has ended or names nobody any more needs no new signature.
extension Connection {
    private func touched(by key: KeyName) -> SQL {
        """
        FROM certificate
        JOIN certificate_version AS latest
            ON latest.certificate_id = certificate.id AND latest.number = certificate.version
        WHERE \(key.rawValue) IN (latest.jwt_key, latest.proof_key)
            AND certificate.state IN ('active', 'suspended')
            AND certificate.erased_at IS NULL
            -- A new version begins now, or a second after the last one, and before its end.
            AND coalesce(
                certificate.valid_until > greatest(
                    date_trunc('second', (SELECT registrar_clock())),
                    certificate.valid_from + interval '1 second'
                ),
                true
            )

        """
    }

    struct Touched: Decodable {
        let count: Int
        /// SHA-256 over IDs and versions.
        let digest: String
    }

    func countTouched(by key: KeyName) throws -> Touched {
        try one(
            """
            SELECT
                count(*) AS count,
                encode(
                    sha256(
                        convert_to(
                            coalesce(string_agg(certificate.id || '/' || certificate.version, ' ' ORDER BY certificate.id), ''),
                            'UTF8'
                        )
                    ),
                    'hex'
                ) AS digest
            \(touched(by: key))
            """
        )
    }

    /// Up to so many after an ID, by their IDs.
    func touchedIDs(by key: KeyName, after last: String, limit: Int, locked: Bool = false) throws -> [String] {
        let lock: SQL = locked ? "FOR NO KEY UPDATE OF certificate" : ""
        return try all(
            """
            SELECT certificate.id
            \(touched(by: key)) AND certificate.id > \(last)
            ORDER BY certificate.id
            LIMIT \(limit)
            \(lock)
            """
        )
    }

    /// Which of these still are, read anew: who waited for a lock sees what became of them meanwhile.
    func stillTouched(by key: KeyName, among ids: [String]) throws -> [CompromisePlan.Line] {
        let signed: [String: Bool] = try all(
            """
            SELECT certificate.id, latest.jwt_key = \(key.rawValue) AS is_jwt
            \(touched(by: key)) AND certificate.id = ANY(\(ids))
            """,
            as: SignedFile.self
        ).reduce(into: [:]) { $0[$1.id] = $1.isJwt }
        let found = try rows(
            "\(Certificate.query) WHERE certificate.id = ANY(\(Array(signed.keys))) ORDER BY certificate.id"
        )
        return try found.map { row in
            let certificate = try Certificate(row)
            let isJWT = signed[certificate.id.rawValue] == true
            return CompromisePlan.Line(certificate: certificate, file: isJWT ? .jwt : .json)
        }
    }

    private struct SignedFile: Decodable {
        let id: String
        let isJwt: Bool
    }

    /// The loss of a key that a plan's hash stands for.
    func reissue(hash: String) throws -> Reissue? {
        try first("\(Self.reissues) WHERE encode(hash, 'hex') = \(hash.lowercased())")
    }

    /// Those that are not at their end, oldest first.
    func openReissues() throws -> [Reissue] {
        try all("\(Self.reissues) WHERE ended_at IS NULL ORDER BY id")
    }

    private static let reissues: SQL = """
        SELECT id, key_name AS key, hash, certificates, staff_id, operator_id, ended_at
        FROM reissue

        """
}
