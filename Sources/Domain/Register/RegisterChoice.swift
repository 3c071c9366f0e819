import Credentials
package import Foundation
import Postgres

/// What a holder sees behind the mailed link: how they would stand in the register, or stand there.
package struct RegisterChoice: Sendable {
    package let certificate: Certificate
    /// As it is shown, or as old records have it; "" is none.
    package let city: String
    /// Since when they are in the register; nil when they are not.
    package let since: Date?
    package let wording: String
    let wordingVersion: Int
    let number: Int

    package var isIn: Bool { since != nil }
    /// Whether they are found now.
    package var isShown: Bool { isIn && certificate.status == .active }
}

extension Register {
    /// Opens a mailed link; looking changes nothing.
    ///
    /// - Throws: `link-unknown`; `certificate-erased`.
    package func choice(link text: String) async throws -> RegisterChoice {
        let number = try number(of: text)
        return try await store.read { try $0.choice(number) }
    }

    /// Puts a holder into the register, or changes the city there.
    ///
    /// - Throws: `InvalidInput` for a city that is none; `certificate-not-active`; what ``choice(link:)`` throws.
    package func optIn(link text: String, city typed: String) async throws -> RegisterChoice {
        let number = try number(of: text)
        let city = try Self.city(typed)
        return try await store.write { connection in
            let before = try connection.lockedChoice(number)
            let certificate = before.certificate
            guard certificate.status == .active else {
                throw Refusal.conflict(
                    "certificate-not-active",
                    "The register shows active certificates alone, and \(certificate.printedID) is \(certificate.status.rawValue)."
                )
            }
            try connection.execute(
                """
                INSERT INTO register_entry (certificate_id, city, since, words, sort_key)
                VALUES (\(certificate.id.rawValue), \(city), registrar_clock(), '', '')
                ON CONFLICT (certificate_id) DO UPDATE SET city = excluded.city
                """
            )
            try connection.foldRegisterEntry(of: certificate.id)
            if !before.isIn {
                try connection.recordRegister(
                    "opted_in",
                    of: certificate.id,
                    wording: before.wordingVersion,
                    "holder",
                    nil
                )
            }
            return try connection.choice(number)
        }
    }

    /// Takes a holder out of the register; out is out already is no error.
    package func optOut(link text: String) async throws -> RegisterChoice {
        let number = try number(of: text)
        return try await store.write { connection in
            let before = try connection.lockedChoice(number)
            if before.isIn { try connection.takeOut(before.certificate.id, "holder", nil) }
            return try connection.choice(number)
        }
    }

    private func number(of link: String) throws -> Int {
        guard let token = LinkToken(link, sealedWith: secrets.links), token.purpose == .register else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        return token.enrollment.rawValue
    }

    private static func city(_ typed: String) throws(InvalidInput) -> String? {
        let text = typed.trimmed
        guard !text.isEmpty else { return nil }
        let scalars = text.unicodeScalars
        guard scalars.count <= 100 else {
            throw InvalidInput(.init("city", "The city is too long: 100 characters at most."))
        }
        guard !scalars.contains(where: { $0.isControl || $0.turnsText || $0.isInvisible }) else {
            throw InvalidInput(.init("city", "The city contains an invisible sign; type it anew."))
        }
        guard scalars.contains(where: \.properties.isAlphabetic),
            !scalars.contains(where: { "@:/".unicodeScalars.contains($0) })
        else { throw InvalidInput(.init("city", "Type the name of a city alone, or leave it empty.")) }
        return text
    }
}

extension Connection {
    func choice(_ number: Int) throws -> RegisterChoice {
        struct Kept: Decodable {
            let city: String?
            let since: Date?
            let wording: String
            let version: Int
        }
        let certificate: Certificate? = try first("\(Certificate.query) WHERE certificate.number = \(number)")
        guard let certificate else { throw Refusal.notFound("link-unknown", "This link is not known here.") }
        guard certificate.erasedAt == nil else { throw Certificates.erasedFile }
        let kept: Kept = try one(
            """
            SELECT
                CASE WHEN entry.certificate_id IS NULL THEN old.city ELSE entry.city END AS city, entry.since,
                wording.wording, wording.version
            FROM (SELECT * FROM register_wording ORDER BY version DESC LIMIT 1) AS wording
            LEFT JOIN register_entry AS entry ON entry.certificate_id = \(certificate.id.rawValue)
            LEFT JOIN legacy_certificate AS old ON old.certificate_id = \(certificate.id.rawValue)
            """
        )
        return RegisterChoice(
            certificate: certificate,
            city: kept.city ?? "",
            since: kept.since,
            wording: kept.wording,
            wordingVersion: kept.version,
            number: number
        )
    }

    fileprivate func lockedChoice(_ number: Int) throws -> RegisterChoice {
        try execute("SELECT id FROM certificate WHERE number = \(number) FOR NO KEY UPDATE")
        try execute("SELECT freeze_clock()")
        return try choice(number)
    }

    /// Takes an entry away, and says so in its history.
    func takeOut(_ id: CertificateID, _ actor: String, _ member: StaffMember?) throws {
        try execute("DELETE FROM register_entry WHERE certificate_id = \(id.rawValue)")
        try recordRegister("opted_out", of: id, wording: nil, actor, member)
    }

    fileprivate func recordRegister(
        _ kind: String,
        of id: CertificateID,
        wording: Int?,
        _ actor: String,
        _ member: StaffMember?
    ) throws {
        try execute(
            """
            INSERT INTO register_event (certificate_id, number, kind, at, wording_version, actor, staff_id, operator_id)
            SELECT
                \(id.rawValue), coalesce(max(number), 0) + 1, \(kind), registrar_clock(), \(wording), \(actor), \(member?.id),
                \(member?.operatorID)
            FROM register_event
            WHERE certificate_id = \(id.rawValue)
            """
        )
    }
}
