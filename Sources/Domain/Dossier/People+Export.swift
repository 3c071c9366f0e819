import Foundation
import Postgres

extension People {
    /// Everything that is known about somebody, of every address of theirs, as they may have it.
    ///
    /// One state of the database, audited. The drawings of certificates are for the caller to add: this room does not draw.
    ///
    /// - Throws: `person-unknown`, `erased-already`.
    package func dossier(of key: PersonKey, by actor: Actor) async throws -> Dossier {
        try actor.require(.runCohorts)
        let secrets = self.secrets
        let dossier = try await store.snapshot { try $0.dossier(of: key, secrets) }
        try await store.write { connection in
            try connection.audit(
                "person.export",
                "person",
                dossier.person.rawValue,
                by: actor,
                [
                    "rows": "\(dossier.parts.map(\.rows.count).reduce(0, +))", "files": "\(dossier.files.count)",
                    "certificates": "\(dossier.certificates.count)",
                ]
            )
        }
        return dossier
    }
}

extension Connection {
    fileprivate func dossier(of key: PersonKey, _ secrets: Secrets) throws -> Dossier {
        let person = try person(key)
        let rows = try rows(of: person)
        let known = try known(of: rows)
        let subject = DossierSection.Subject(
            rows: rows,
            digests: known.map { $0.email.digest(with: secrets.addresses) }
        )
        let discreet = try Discretion(hiding: all("SELECT name FROM staff UNION SELECT email FROM staff"))
        return Dossier(
            person: person,
            names: known.compactMap(\.name),
            institute: try institute(),
            madeAt: try one("SELECT registrar_clock()"),
            parts: try DossierSection.all.map { section in
                let rows: [JSONB<[String: Dossier.Value]>] = try all(section.statement(of: subject))
                return .init(section: section, rows: rows.map { discreet.told($0.value, in: section) })
            },
            files: try all(
                """
                SELECT \(DossierSection.evidencePath) AS path, file.octets
                FROM evidence
                JOIN evidence_file AS file ON file.evidence_id = evidence.id
                WHERE evidence.enrollment_id IN \(subject.claims)
                ORDER BY evidence.id
                """
            )
                + all(
                    """
                    SELECT \(DossierSection.renewalPath) AS path, file.octets
                    FROM renewal_file AS file
                    JOIN renewal_credit AS credit ON credit.id = file.credit_id
                    WHERE credit.certificate_id IN \(subject.certificates)
                    ORDER BY credit.id
                    """
                ),
            certificates: try all(
                "\(Certificate.query) WHERE certificate.person_id = ANY(\(rows)) ORDER BY certificate.number"
            ),
            rules: try retentionRules()
        )
    }
}

extension DossierSection {
    /// The section's rows as objects, times as RFC 3339 has them.
    fileprivate func statement(of subject: Subject) -> SQL {
        let members = columns.map { column -> SQL in
            switch column.kind {
            case .time:
                """
                \(column.name)::text, to_char(told.\(identifier: column.name) AT TIME ZONE 'UTC', \
                'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                """
            default: "\(column.name)::text, told.\(identifier: column.name)"
            }
        }
        return "SELECT jsonb_build_object(\(members.joined(separator: ", "))) FROM (\(query(subject))) AS told"
    }
}

/// Says of staff that they did something, and not who: words that name one name their part instead.
struct Discretion {
    private let hidden: [String]

    /// The longest first, so that a name goes whole.
    init(hiding names: [String]) {
        hidden = names.filter { $0.count > 2 }.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    func told(_ row: [String: Dossier.Value], in section: DossierSection) -> [String: Dossier.Value] {
        var row = row
        for column in section.columns where column.kind == .words {
            guard case .text(let words) = row[column.name] else { continue }
            row[column.name] = .text(discreet(words))
        }
        return row
    }

    func discreet(_ words: String) -> String {
        hidden.reduce(words) { words, name in
            words.replacingOccurrences(of: name, with: "[a member of staff]", options: .caseInsensitive)
        }
    }
}
