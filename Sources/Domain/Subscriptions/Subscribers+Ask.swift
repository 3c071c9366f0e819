import Crypto
import Foundation
import Postgres

extension Subscribers {
    /// A request waits so long for the mailed link.
    package static let daysToConfirm = 7
    /// So many mails a day go to one address, however often somebody asks.
    static let mostMails = 3
    /// So many addresses a day one client may ask for that have not confirmed.
    static let mostOfClient = 20

    /// Takes a sign-up. Nothing that is answered, and nothing that is done before the answer, depends on whether the address
    /// is known: what may be known goes to it by mail.
    ///
    /// One person has one request that waits, whoever asks and however often; a second adds what it asks for beside. Beyond
    /// the mails of a day nothing is written, so that a flood costs a look-up each.
    ///
    /// - Throws: `Refusal` of kind invalid; `too-many-sign-ups`.
    package func ask(_ request: SubscriptionRequest) async throws {
        let client = request.client.map { digest(ofClient: $0) }
        let (wishes, count) = try await store.read { connection in
            (try connection.wishes(of: request.ticks), try connection.askedToday(of: request.email, client))
        }
        guard count.ofClient < Self.mostOfClient else { throw Self.tooMany }
        guard count.mails < Self.mostMails else { return }
        try await store.write { connection in
            // 1. The locks: of the client, then of the person.
            if let client {
                try connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended('subscription ' || encode(\(client), 'hex'), 0))"
                )
                guard try connection.askedToday(of: request.email, client).ofClient < Self.mostOfClient else {
                    throw Self.tooMany
                }
            }
            let person = try connection.lockedPerson(request.email)
            try connection.execute("SELECT freeze_clock()")
            // 2. What the person is not on yet is asked for; then the mail, which says what is so when it is sent.
            let before = try connection.before(person)
            let missing = wishes.filter { !before.on.contains($0.purpose) }
            try connection.keep(request, client, missing, of: person, before)
            if before.mails < Self.mostMails { try connection.mailSubscription(to: person) }
        }
    }

    private static let tooMany = Refusal.tooMany(
        "too-many-sign-ups",
        "\(mostOfClient) addresses were given from here today and have not confirmed. Confirm one by the link in its mail, or "
            + "come again tomorrow."
    )

    private func digest(ofClient client: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data("subscription\0\(client)".utf8), using: secrets.clients))
    }
}

/// What there is of a person before a request.
private struct Before: Decodable {
    /// Purposes for which mail goes to them.
    let on: [String]
    let isWaiting: Bool
    let mails: Int
}

private struct AskedToday: Decodable {
    let ofClient: Int
    let mails: Int
}

extension Connection {
    /// How often somebody asked within a day: by this client, and by mails to this address.
    fileprivate func askedToday(of email: EmailAddress, _ client: Data?) throws -> AskedToday {
        try one(
            """
            SELECT
                (
                    SELECT count(*)
                    FROM subscription
                    WHERE client_digest = \(client) AND asked_at > (SELECT registrar_clock()) - interval '1 day'
                ) AS of_client,
                (
                    SELECT count(*)
                    FROM person
                    JOIN subscription ON subscription.person_id = coalesce(person.merged_into, person.id)
                    CROSS JOIN unnest(subscription.mailed_at) AS sent
                    WHERE person.email = \(email) AND sent > (SELECT registrar_clock()) - interval '1 day'
                ) AS mails
            """
        )
    }

    /// The person of an address, locked; one who is new, or whom that person was merged into.
    fileprivate func lockedPerson(_ email: EmailAddress) throws -> PersonID {
        try execute("INSERT INTO person (email) VALUES (\(email)) ON CONFLICT (email) DO NOTHING")
        let id: PersonID? = try first("SELECT id FROM person WHERE email = \(email)")
        guard let id, let survivor = try lock(personOrWhomTheyBecame: id) else { throw PostgresError.overtaken() }
        return survivor
    }

    fileprivate func before(_ person: PersonID) throws -> Before {
        try one(
            """
            SELECT
                ARRAY(SELECT purpose FROM subscriber WHERE subscriber.id = \(person)) AS on,
                coalesce(subscription.expires_at > registrar_clock(), false) AS is_waiting,
                (
                    SELECT count(*)
                    FROM unnest(subscription.mailed_at) AS sent
                    WHERE sent > registrar_clock() - interval '1 day'
                ) AS mails
            FROM person
            LEFT JOIN subscription ON subscription.person_id = person.id
            WHERE person.id = \(person)
            """
        )
    }

    /// Writes the request: into the one that waits, as a new one, or, where nothing is missing, only that somebody asked.
    fileprivate func keep(
        _ request: SubscriptionRequest,
        _ client: Data?,
        _ missing: [Wish],
        of person: PersonID,
        _ before: Before
    ) throws {
        let begins = !missing.isEmpty && !before.isWaiting
        let waits = !missing.isEmpty || before.isWaiting
        try execute(
            """
            INSERT INTO subscription (person_id, generation, name, source, client_digest, asked_at, expires_at)
            SELECT
                \(person), \(begins ? 1 : 0), \(waits ? request.name : nil), coalesce(source.code, usual.code), \(client),
                registrar_clock(),
                CASE WHEN \(waits) THEN registrar_clock() + \(Subscribers.daysToConfirm) * interval '1 day' END
            FROM (SELECT \(SubscriptionRequest.usualSource)::text AS code) AS usual
            LEFT JOIN consent_source AS source ON source.code = \(request.source) AND source.is_form
            ON CONFLICT (person_id) DO UPDATE
            SET
                generation = subscription.generation + \(begins ? 1 : 0),
                name = CASE
                    WHEN \(begins) THEN excluded.name
                    WHEN \(waits) THEN coalesce(subscription.name, excluded.name)
                END,
                source = CASE WHEN \(begins) THEN excluded.source ELSE subscription.source END,
                client_digest = excluded.client_digest,
                asked_at = excluded.asked_at,
                expires_at = excluded.expires_at,
                confirmed_at = CASE WHEN NOT \(begins) THEN subscription.confirmed_at END
            """
        )
        if !before.isWaiting { try execute("DELETE FROM subscription_wording WHERE person_id = \(person)") }
        let purposes = missing.map(\.purpose)
        try execute(
            """
            WITH wanted AS (
                INSERT INTO subscription_wording (person_id, purpose, wording_version)
                SELECT \(person), wish.purpose, wish.version
                FROM unnest(\(purposes), \(missing.map(\.version))) AS wish (purpose, version)
                ON CONFLICT (person_id, purpose) DO NOTHING
                RETURNING purpose, wording_version
            )
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
            SELECT subscription.person_id, 'requested', registrar_clock(), subscription.source, wanted.purpose,
                wanted.wording_version
            FROM wanted
            JOIN subscription ON subscription.person_id = \(person)
            JOIN consent_purpose ON consent_purpose.code = wanted.purpose
            ORDER BY consent_purpose.position
            """
        )
    }

    /// Writes the mail job, and when; the last three times are kept.
    fileprivate func mailSubscription(to person: PersonID) throws {
        try execute(
            "INSERT INTO job (kind, person_id) VALUES (\(SubscriberLetter.jobKind), \(person))"
        )
        try execute(
            """
            UPDATE subscription
            SET mailed_at = (mailed_at || registrar_clock())[greatest(cardinality(mailed_at) - 1, 1):]
            WHERE person_id = \(person)
            """
        )
    }
}

extension Connection {
    /// Locks a person, or whom they were merged into; nil when they were erased.
    func lock(personOrWhomTheyBecame id: PersonID) throws -> PersonID? {
        struct Row: Decodable {
            let mergedInto: PersonID?
            let isErased: Bool
        }
        var id = id
        while true {
            let row: Row? = try first(
                """
                SELECT merged_into, erased_at IS NOT NULL AS is_erased
                FROM person
                WHERE id = \(id)
                FOR NO KEY UPDATE
                """
            )
            guard let row, !row.isErased else { return nil }
            guard let next = row.mergedInto else { return id }
            id = next
        }
    }
}
