package import Credentials
import Foundation
import Postgres

/// Certificates: issued once for each granted decision, found by an ID that is never used twice, and never deleted.
package struct Certificates: Sendable {
    let store: Store
    let secrets: Secrets
    let folder: KeyFolder
    let checks = SignatureChecks()
    let counts = LookUpCounts()
    private let rows: KeyedLookUp
    /// Asked for where they lay last.
    private let knownRows: KeyedLookUp
    private let oldRows: KeyedLookUp

    init(store: Store, secrets: Secrets, folder: KeyFolder) {
        self.store = store
        self.secrets = secrets
        self.folder = folder
        rows = KeyedLookUp(store.database, key: "id") { keys in
            "\(Certificate.query) WHERE certificate.id = ANY(\(keys.names))"
        }
        knownRows = KeyedLookUp(store.database, key: "id") { keys in
            "\(Certificate.query) WHERE certificate.ctid = ANY(\(keys.addresses))"
        }
        oldRows = KeyedLookUp(store.database, key: "number_key") { keys in
            """
            SELECT old.number_key, found.*
            FROM legacy_certificate AS old
            CROSS JOIN LATERAL (\(Certificate.query) WHERE certificate.id = old.certificate_id) AS found
            WHERE old.number_key = ANY(\(keys.names))
            """
        }
    }

    /// What a person's input turned out to name.
    package enum LookUp: Sendable {
        case found(Certificate)
        /// It was mistyped: its check character says so.
        case typingError(CertificateID.TypingError)
        /// Never issued here, or no ID at all; both look the same.
        case unknown
    }

    /// Looks an ID up as a person typed it, and counts that: case, blanks, hyphens and what stands before its eleven
    /// characters are ignored.
    package func lookUp(_ input: String) async throws -> LookUp {
        let answer = try await find(typed: input)
        counts.add(LookUpAnswer(answer))
        return answer
    }

    /// The same for who does not wait: the hearer is called once, mostly on a thread that it may not hold up.
    package func lookUp(_ input: String, then hearer: @escaping @Sendable (Result<LookUp, any Error>) -> Void) {
        guard case .id(let id) = CertificateID.read(input) else {
            Task { hearer(await Result { try await lookUp(input) }) }
            return
        }
        row(of: id) { [counts] row in
            hearer(
                Result {
                    let answer = try row.get().map { LookUp.found(try Certificate($0)) } ?? .unknown
                    counts.add(LookUpAnswer(answer))
                    return answer
                }
            )
        }
    }

    /// Where the row lay last it is asked for first, which spares the server the way through the index. The row that comes
    /// says whose it is; when it lies elsewhere by now, it is asked for by its ID.
    private func row(of id: CertificateID, then hearer: @escaping KeyedLookUp.Hearer) {
        guard let address = checks.address(of: id) else { return rowByID(id, then: hearer) }
        store.lookUp(id.rawValue, at: address, in: knownRows) { row in
            if case .success(nil) = row { rowByID(id, then: hearer) } else { hearer(row) }
        }
    }

    private func rowByID(_ id: CertificateID, then hearer: @escaping KeyedLookUp.Hearer) {
        store.lookUp(id.rawValue, in: rows) { [checks] row in
            // Without a readable address it is asked for by ID the next time, too.
            if case .success(let row?) = row { checks.keep(try? row["address"], of: id) }
            hearer(row)
        }
    }

    /// What forms an ID with a right check is looked up as one; everything else first among old numbers, and only when that
    /// misses is a wrong check told. So each costs one look-up, known or not.
    private func find(typed input: String) async throws -> LookUp {
        switch CertificateID.read(input) {
        case .id(let id): try await find(id).map(LookUp.found) ?? .unknown
        case .typingError(let error): try await findOld(input).map(LookUp.found) ?? .typingError(error)
        case .notAnID: try await findOld(input).map(LookUp.found) ?? .unknown
        }
    }

    private func findOld(_ input: String) async throws -> Certificate? {
        guard let number = LegacyNumber(input) else { return nil }
        return try await store.lookUp(number.key, in: oldRows) { try Certificate($0) }
    }

    /// Over the shared pipeline: look-ups come in crowds, and one that finds nothing costs the same.
    package func find(_ id: CertificateID) async throws -> Certificate? {
        try await store.lookUp(id.rawValue, in: rows) { try Certificate($0) }
    }

    /// The signed files of a version, byte for byte as issued; nil once the holder was erased.
    package func files(of id: CertificateID, version: Int) async throws -> CertificateFiles? {
        try await store.read { try $0.files(of: id, version: version) }
    }

    /// The certificate that somebody means who works on it; nothing is counted.
    ///
    /// - Throws: `certificate-unknown`, `certificate-mistyped`.
    package func require(_ input: String) async throws -> Certificate {
        try await find(typed: input).certificate
    }
}

extension Certificates.LookUp {
    /// - Throws: `certificate-unknown`, `certificate-mistyped`.
    package var certificate: Certificate {
        get throws {
            switch self {
            case .found(let certificate): return certificate
            case .typingError(let error): throw Refusal.notFound("certificate-mistyped", error.words)
            case .unknown:
                throw Refusal.notFound(
                    "certificate-unknown",
                    "No certificate with this ID was issued here. Compare it with the certificate, character by character."
                )
            }
        }
    }
}

/// What was signed for one version.
package struct CertificateFiles: Codable, Sendable {
    /// The compact JWS.
    package let jwt: String
    /// The credential in JSON with its Data Integrity proof.
    package let proof: String
    /// SHA-256 of the JWT, as it was issued.
    let jwtDigest: Data
}

extension CertificateID.TypingError {
    /// Words for whoever typed it.
    package var words: String {
        switch self {
        case .wrongCheck:
            """
            This ID was mistyped: its last character does not fit the ten before it. Compare it with the certificate, \
            character by character.
            """
        case .letterU: "This ID was mistyped: no ID holds the letter U. Perhaps it is a V."
        }
    }
}

extension Connection {
    func certificate(_ id: CertificateID) throws -> Certificate? {
        try first("\(Certificate.query) WHERE certificate.id = \(id.rawValue)")
    }

    func files(of id: CertificateID, version: Int) throws -> CertificateFiles? {
        try first(
            """
            SELECT file.jwt, file.proof, version.jwt_digest
            FROM certificate_file AS file
            JOIN certificate_version AS version
                ON version.certificate_id = file.certificate_id AND version.number = file.version
            WHERE file.certificate_id = \(id.rawValue) AND file.version = \(version)
            """
        )
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous body returns or throws.
    package init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
