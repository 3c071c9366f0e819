import Credentials
import Foundation
import Postgres

extension Connection {
    /// So many rows go in one statement.
    private static let rowsAtOnce = 5_000

    /// Writes reviewed rows: people, certificates, their history, and who may be one human.
    func write(_ review: LegacyReview, hash: String, by actor: Actor, progress: (Int) -> Void) throws {
        try execute("SELECT freeze_clock()")
        let rows = review.rows.indices.map { WrittenRow(review, $0) }
        // 1. Whoever imports the same at once waits here, and then finds it done.
        let number: Int? = try first(
            """
            INSERT INTO legacy_import (hash, rows, at, staff_id, operator_id)
            VALUES (decode(\(hash), 'hex'), \(rows.count), registrar_clock(), \(actor.staff?.id), \(actor.staff?.operatorID))
            ON CONFLICT ON CONSTRAINT legacy_import_once DO NOTHING
            RETURNING id
            """
        )
        guard let number else {
            throw Refusal.conflict("plan-changed", "The same import ran elsewhere. Repeat the command to see it.")
        }
        // 2. What they are of never changes again.
        try execute(
            """
            UPDATE program_version
            SET frozen_at = registrar_clock()
            WHERE id = ANY(\(review.programs.values.map(\.version))) AND frozen_at IS NULL
            """
        )
        // 3. People in the one order in which all who insert them do, then certificates in the file's.
        try insertPeople(rows.map(\.email).sorted { $0.rawValue < $1.rawValue })
        let isTest = try institute().address.isTest
        for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
            let step = Array(rows[start..<min(start + Self.rowsAtOnce, rows.count)])
            try insert(step, import: number, isTest: isTest, by: actor)
            progress(start + step.count)
        }
        // 4. Who may be one human.
        try propose(review.proposals, rows, import: number)
        try audit(
            "certificate.import",
            "legacy_import",
            number,
            by: actor,
            Dictionary(review.outcomes.map { ($0.subject, $0.words) }, uniquingKeysWith: { first, _ in first })
        )
    }

    private func insertPeople(_ addresses: [EmailAddress]) throws {
        for start in stride(from: 0, to: addresses.count, by: Self.rowsAtOnce) {
            let step = Array(addresses[start..<min(start + Self.rowsAtOnce, addresses.count)])
            let inserted = try execute(
                """
                INSERT INTO person (email)
                SELECT email
                FROM unnest(\(step)) AS email
                ON CONFLICT ON CONSTRAINT person_email_once DO NOTHING
                """
            )
            guard inserted == step.count else {
                throw Refusal.conflict(
                    "plan-changed",
                    "Somebody with one of these addresses came meanwhile. Make the plan again and look at it."
                )
            }
        }
    }

    private func insert(_ rows: [WrittenRow], import number: Int, isTest: Bool, by actor: Actor) throws {
        // What is known less exactly than to the instant is noon of its first day, and an end the last second of its last.
        try execute(
            """
            INSERT INTO certificate (
                id, prefix, origin, person_id, program_version_id, credential_name, old_number, name, subject, is_test,
                version, first_issued_at, issued_precision, valid_from, valid_until, until_precision, state, state_since,
                since_precision, reason
            )
            SELECT
                row.id, row.prefix, 'legacy', person.id, row.program, row.credential, row.number, row.name,
                gen_random_uuid(), \(isTest), 0, issued.at, row.issued_precision, issued.at,
                (row.until + 1)::timestamp AT TIME ZONE institute.time_zone - interval '1 second', row.until_precision,
                row.state, least((row.since + time '12:00') AT TIME ZONE institute.time_zone, date_trunc('second', registrar_clock())),
                row.since_precision, CASE WHEN row.state <> 'active' THEN 'other' END
            FROM unnest(
                \(rows.map(\.id.rawValue)), \(rows.map(\.email)), \(rows.map(\.prefix)), \(rows.map(\.program)),
                \(rows.map(\.row.credential)), \(rows.map(\.row.number.written)), \(rows.map(\.row.name)),
                \(rows.map(\.row.issued.first)), \(rows.map(\.row.issued.precision.rawValue)),
                \(rows.map(\.row.expires?.last)), \(rows.map(\.row.expires?.precision.rawValue)),
                \(rows.map(\.row.state.rawValue)), \(rows.map(\.stateSince.first)), \(rows.map(\.stateSince.precision.rawValue)),
                \(rows.map(\.row.line))
            ) AS row (
                id, email, prefix, program, credential, number, name, issued, issued_precision, until, until_precision,
                state, since, since_precision, line
            )
            JOIN person ON person.email = row.email
            CROSS JOIN institute
            CROSS JOIN LATERAL (
                SELECT least((row.issued + time '12:00') AT TIME ZONE institute.time_zone, date_trunc('second', registrar_clock())) AS at
            ) AS issued
            ORDER BY row.line
            """
        )
        try execute(
            """
            INSERT INTO legacy_certificate (certificate_id, number_key, import_id, line, city, holder_key)
            SELECT id, key, \(number), line, city, holder
            FROM unnest(
                \(rows.map(\.id.rawValue)), \(rows.map(\.row.number.key)), \(rows.map(\.row.line)), \(rows.map(\.row.city)),
                \(rows.map(\.row.holderKey))
            ) AS row (id, key, line, city, holder)
            """
        )
        try recordImport(of: rows, by: actor)
    }

    private func recordImport(of rows: [WrittenRow], by actor: Actor) throws {
        try execute(
            """
            INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at, staff_id, operator_id)
            SELECT id, 1, 'imported', registrar_clock(), first_issued_at, \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM certificate
            WHERE id = ANY(\(rows.map(\.id.rawValue)))
            """
        )
        let ended = rows.filter { $0.row.state != .active }.map(\.id.rawValue)
        guard !ended.isEmpty else { return }
        try execute(
            """
            WITH told AS (
                INSERT INTO payload (salt, body)
                SELECT
                    decode(replace(gen_random_uuid()::text, '-', ''), 'hex'),
                    jsonb_build_object('reason', 'As the institute''s old records have it.', 'certificate', id)
                FROM unnest(\(ended)) AS id
                RETURNING id, body ->> 'certificate' AS certificate, payload_digest(salt, body) AS digest
            )
            INSERT INTO certificate_event (
                certificate_id, number, kind, at, effective_at, staff_id, operator_id, reason, payload_id, digest
            )
            SELECT
                certificate.id, 2, certificate.state, registrar_clock(), certificate.state_since, \(actor.staff?.id),
                \(actor.staff?.operatorID), certificate.reason, told.id, told.digest
            FROM told
            JOIN certificate ON certificate.id = told.certificate
            """
        )
    }

    private func propose(_ proposals: [LegacyReview.Proposal], _ rows: [WrittenRow], import number: Int) throws {
        let others = proposals.map { proposal -> (certificate: String?, person: PersonID?) in
            switch proposal.other {
            case .row(let index): (rows[index].id.rawValue, nil)
            case .person(let person): (nil, person)
            }
        }
        try execute(
            """
            INSERT INTO merge_proposal (person_id, other_id, because, import_id)
            SELECT certificate.person_id, coalesce(proposal.person, other.person_id), proposal.because, \(number)
            FROM unnest(
                \(proposals.map { rows[$0.row].id.rawValue }), \(others.map(\.certificate)), \(others.map(\.person)),
                \(proposals.map(\.because.rawValue))
            ) AS proposal (certificate, other, person, because)
            JOIN certificate ON certificate.id = proposal.certificate
            LEFT JOIN certificate AS other ON other.id = proposal.other
            """
        )
    }
}

/// A row with what it gets here: an ID of its own, and an address or what stands in for one.
private struct WrittenRow {
    let row: LegacyRow
    let id = CertificateID()
    let email: EmailAddress
    let prefix: String
    let program: ProgramVersionID

    init(_ review: LegacyReview, _ index: Int) {
        row = review.rows[index]
        let known = review.withoutAddress.contains(index) ? nil : row.email
        email = known ?? .placeholder(for: id)
        prefix = row.program
        program = review.programs[row.program]?.version ?? ProgramVersionID(rawValue: 0)
    }

    /// An active one is so since it was issued.
    var stateSince: RecordedDate { row.since ?? row.issued }
}
