import Credentials
import Foundation
import Postgres

/// A bit in a list of revocations, for one version of one certificate.
struct StatusPlace: Decodable {
    let list: Int
    let index: Int
}

extension Connection {
    /// Takes random free places of the list that is filled now; at half use the next one begins.
    func takeStatusPlaces(_ count: Int) throws -> [StatusPlace] {
        struct List: Decodable {
            let number: Int
            let taken: Int
        }
        // 1. The newest list, locked: whoever issues at once waits here.
        try execute("INSERT INTO status_list (number) VALUES (1) ON CONFLICT (number) DO NOTHING")
        var list: List = try one(
            "SELECT number, taken FROM status_list ORDER BY number DESC LIMIT 1 FOR NO KEY UPDATE"
        )
        if list.taken + count > StatusList.shortest / 2 {
            list = try one(
                "INSERT INTO status_list (number) VALUES (\(list.number + 1)) RETURNING number, taken"
            )
        }
        // 2. Drawn until enough are free; at most half are taken, so that every second draw fits.
        var free: Set<Int> = []
        while free.count < count {
            let drawn = Set((free.count..<count).map { _ in Int.random(in: 0..<StatusList.shortest) }).subtracting(free)
            let taken: [Int] = try all(
                """
                SELECT status_index
                FROM certificate_version
                WHERE status_list = \(list.number) AND status_index = ANY(\(Array(drawn)))
                """
            )
            free.formUnion(drawn.subtracting(taken))
        }
        try execute("UPDATE status_list SET taken = taken + \(count) WHERE number = \(list.number)")
        return free.shuffled().map { StatusPlace(list: list.number, index: $0) }
    }

    /// Sets the bits of versions, which makes a new edition of each list they are in; a bit once set stays set, and is entered
    /// into the log as it is set.
    ///
    /// PostgreSQL counts the bits of an octet from its right, a status list from its left.
    func setStatusBits(of id: CertificateID, versions: ClosedRange<Int>) throws {
        struct Bit: Decodable {
            let version: Int
            let list: Int
            let index: Int
        }
        let places: [Bit] = try all(
            """
            SELECT number AS version, status_list AS list, status_index AS index
            FROM certificate_version
            WHERE certificate_id = \(id.rawValue) AND number BETWEEN \(versions.lowerBound) AND \(versions.upperBound)
            ORDER BY status_list, status_index
            """
        )
        for place in places {
            let bit = place.index & ~7 | 7 - place.index & 7
            let set = try execute(
                """
                UPDATE status_list
                SET bits = set_bit(bits, \(bit), 1), edition = edition + 1
                WHERE number = \(place.list) AND get_bit(bits, \(bit)) = 0
                """
            )
            guard set > 0 else { continue }
            try execute(
                """
                INSERT INTO log_waiting (op, digest, certificate_id, version)
                SELECT 'revoke', jwt_digest, certificate_id, number
                FROM certificate_version
                WHERE certificate_id = \(id.rawValue) AND number = \(place.version)
                """
            )
        }
    }
}

extension Certificates {
    /// A list is signed again after a day even when nothing changed: it holds for two weeks.
    private static let secondsSigned = 86_400

    /// Whether there is a folder of keys here at all; elsewhere somebody else signs.
    package var canSign: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// The signed list as served; nil for a list that is not there or was never signed.
    package func statusList(_ number: Int) async throws -> String? {
        try await store.read {
            try $0.first("SELECT jwt FROM status_list WHERE number = \(number) AND jwt IS NOT NULL")
        }
    }

    /// Signs what changed, lists of revocations and the log's head, where the keys are; elsewhere the worker beside them does,
    /// within a minute. What was decided is done either way, so a key that cannot be read here is no refusal.
    package func publishStatus() async throws {
        guard canSign else { return }
        do { try await signStatusLists() } catch is Refusal {} catch is KeyFolder.Unusable {}
        try await TransparencyLog(store: store, folder: folder).publish()
    }

    /// Signs the lists that changed since, were signed a day ago, or by a key that signs no more; returns how many.
    ///
    /// Under the list's lock, so that an older edition never replaces a newer.
    @discardableResult
    package func signStatusLists() async throws -> Int {
        let due: [Int] = try await store.read {
            try $0.all(
                """
                SELECT number
                FROM status_list
                WHERE signed_edition IS DISTINCT FROM edition
                    OR signed_at < registrar_clock() - \(Self.secondsSigned) * interval '1 second'
                    OR signed_by IS DISTINCT FROM (SELECT name FROM signing_key WHERE kind = 'rsa' AND state = 'active')
                ORDER BY number
                """
            )
        }
        guard !due.isEmpty else { return 0 }
        let signer = try await signer()
        for number in due {
            try await store.write { try $0.sign(statusList: number, signer) }
        }
        return due.count
    }
}

extension Connection {
    fileprivate func sign(statusList number: Int, _ signer: Signer) throws {
        struct List: Decodable {
            let bits: Data
            let edition: Int
        }
        let list: List = try one("SELECT bits, edition FROM status_list WHERE number = \(number) FOR NO KEY UPDATE")
        // The key was read before; one that was put away meanwhile signs nothing, and its successor comes for the list.
        let key: String? = try first(
            "SELECT name FROM signing_key WHERE name = \(signer.jwtKey.name.rawValue) AND state = 'active' FOR SHARE"
        )
        guard let key else { return }
        let now: Date = try one("SELECT registrar_clock()")
        let credential = StatusListCredential(
            id: signer.address.statusList(number),
            list: try StatusList(octets: Array(list.bits)),
            issuer: signer.address.did,
            validFrom: Instant(now)
        )
        let jwt = try CredentialJWT.sign(credential.json, with: signer.jwtKey, of: signer.address)
        try execute(
            """
            UPDATE status_list
            SET jwt = \(jwt), signed_edition = \(list.edition), signed_at = \(now), signed_by = \(key)
            WHERE number = \(number)
            """
        )
    }
}
