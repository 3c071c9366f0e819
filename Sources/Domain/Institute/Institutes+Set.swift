import Foundation
import Postgres

/// What to change about the institute; nil leaves a thing as it is, an empty logo or sender takes it away.
package struct InstituteChange: Sendable {
    package var name: String?
    package var contactEmail: String?
    package var postalAddress: String?
    package var timeZone: String?
    package var logoUrl: String?
    package var publicUrl: String?
    package var senderEmail: String?

    package init(
        name: String? = nil,
        contactEmail: String? = nil,
        postalAddress: String? = nil,
        timeZone: String? = nil,
        logoUrl: String? = nil,
        publicUrl: String? = nil,
        senderEmail: String? = nil
    ) {
        self.name = name
        self.contactEmail = contactEmail
        self.postalAddress = postalAddress
        self.timeZone = timeZone
        self.logoUrl = logoUrl
        self.publicUrl = publicUrl
        self.senderEmail = senderEmail
    }
}

extension Institutes {
    /// Says who the institute is; the first time everything but the logo has to be given.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every problem.
    package func set(_ change: InstituteChange, by actor: Actor) async throws -> Institute {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            try connection.execute("LOCK TABLE institute IN SHARE ROW EXCLUSIVE MODE")
            let before = try connection.knownInstitute()
            let after = try change.applied(to: before)
            guard after != before else { return after }
            if let before, before.publicUrl != after.publicUrl {
                try connection.requireNoneIssued(under: before.publicUrl)
            }
            try connection.execute(
                """
                INSERT INTO institute (name, contact_email, postal_address, time_zone, logo_url, public_url,
                    sender_email)
                VALUES (\(after.name), \(after.contactEmail), \(after.postalAddress), \(after.timeZone),
                    \(after.logoUrl), \(after.publicUrl), \(after.senderEmail))
                ON CONFLICT (only_row) DO UPDATE
                SET name = excluded.name,
                    contact_email = excluded.contact_email,
                    postal_address = excluded.postal_address,
                    time_zone = excluded.time_zone,
                    logo_url = excluded.logo_url,
                    public_url = excluded.public_url,
                    sender_email = excluded.sender_email
                """
            )
            try connection.audit("institute.set", "institute", nil, by: actor, after.differences(from: before))
            return after
        }
    }
}

extension Connection {
    /// The public address stands in every certificate; the database refuses it too.
    fileprivate func requireNoneIssued(under address: String) throws {
        guard try one("SELECT EXISTS (SELECT FROM certificate WHERE NOT is_test)") else { return }
        throw Refusal.conflict(
            "public-url-stays",
            "Certificates were issued under \(address), and every one of them names it: the public address stays."
        )
    }
}

extension InstituteChange {
    /// The institute as it will be, or every problem with what was given.
    func applied(to before: Institute?) throws -> Institute {
        var problems: [Refusal.Problem] = []
        func text(_ field: String, _ given: String?, _ present: String?, _ ask: String) -> String {
            let value = given?.trimmingCharacters(in: .whitespacesAndNewlines) ?? present ?? ""
            if value.isEmpty { problems.append(.init(field, ask)) }
            return value
        }
        let name = text("name", name, before?.name, "Give the institute's name, as it stands on certificates.")
        if name.unicodeScalars.count > 200 {
            problems.append(.init("name", "The institute's name is too long: 200 characters at most."))
        }
        var contactEmail = text(
            "contact_email",
            contactEmail,
            before?.contactEmail,
            "Give the e-mail address that people write to."
        )
        if !contactEmail.isEmpty {
            do {
                contactEmail = try EmailAddress(typed: contactEmail, field: "contact_email").rawValue
            } catch {
                problems.append(error.problem)
            }
        }
        let postalAddress = text(
            "postal_address",
            postalAddress,
            before?.postalAddress,
            "Give the institute's postal address; every mail to the list has to show it."
        )
        let timeZone = text(
            "time_zone",
            timeZone,
            before?.timeZone,
            "Give the institute's time zone, like America/New_York."
        )
        if !timeZone.isEmpty, !TimeZone.isKnown(timeZone) {
            problems.append(.init("time_zone", "There is no time zone “\(timeZone)”; give one like America/New_York."))
        }
        var logoUrl = logoUrl?.trimmingCharacters(in: .whitespacesAndNewlines) ?? before?.logoUrl
        if logoUrl?.isEmpty == true { logoUrl = nil }
        if let logoUrl, !URL.isWebAddress(logoUrl) {
            problems.append(.init("logo_url", "The logo's address must begin with https:// or http://."))
        }
        var senderEmail = senderEmail?.trimmingCharacters(in: .whitespacesAndNewlines) ?? before?.senderEmail
        if senderEmail?.isEmpty == true { senderEmail = nil }
        if let typed = senderEmail {
            do { senderEmail = try EmailAddress(typed: typed, field: "sender_email").rawValue } catch {
                problems.append(error.problem)
            }
        }
        let publicUrl = text(
            "public_url",
            publicUrl,
            before?.publicUrl,
            "Give the address people reach this service at, like https://registrar.example.org."
        )
        let origin = publicUrl.hasSuffix("/") ? String(publicUrl.dropLast()) : publicUrl
        if !origin.isEmpty, !URL.isOrigin(origin) {
            problems.append(
                .init(
                    "public_url",
                    "The public address is an origin without a path, like https://registrar.example.org."
                )
            )
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return Institute(
            name: name,
            contactEmail: contactEmail,
            postalAddress: postalAddress,
            timeZone: timeZone,
            logoUrl: logoUrl,
            publicUrl: origin,
            senderEmail: senderEmail
        )
    }
}

extension Institute {
    /// What an audit entry says of a change: each changed field with its value after, and before under `was_…`.
    fileprivate func differences(from before: Institute?) -> [String: String?] {
        let fields: [(String, String?, String?)] = [
            ("name", before?.name, name),
            ("contact_email", before?.contactEmail, contactEmail),
            ("postal_address", before?.postalAddress, postalAddress),
            ("time_zone", before?.timeZone, timeZone),
            ("logo_url", before?.logoUrl, logoUrl),
            ("public_url", before?.publicUrl, publicUrl),
            ("sender_email", before?.senderEmail, senderEmail),
        ]
        var details: [String: String?] = [:]
        for (field, old, new) in fields where old != new {
            details[field] = .some(new ?? "")
            if let old { details["was_\(field)"] = .some(old) }
        }
        return details
    }
}

extension URL {
    /// Whether a text is an http or https address with a host.
    static func isWebAddress(_ text: String) -> Bool {
        guard !text.contains(where: \.isWhitespace), let parts = URLComponents(string: text) else { return false }
        return ["https", "http"].contains(parts.scheme?.lowercased()) && parts.host?.isEmpty == false
    }

    /// Whether a text is the origin of a web address: scheme, host and perhaps a port, and nothing more.
    static func isOrigin(_ text: String) -> Bool {
        guard isWebAddress(text), let parts = URLComponents(string: text) else { return false }
        let isBare = parts.path.isEmpty && parts.query == nil && parts.fragment == nil && parts.user == nil
        return isBare && (text.hasPrefix("https://") || text.hasPrefix("http://"))
    }
}
