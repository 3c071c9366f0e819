import Configuration
import Domain
import Foundation
import Mail

/// How mail leaves, and where what comes back is found. Without REGISTRAR_SMTP_URL mail is written to REGISTRAR_SPOOL.
///
/// - `REGISTRAR_SMTP_URL`: `smtp://HOST:587` (STARTTLS, or nothing is said), `smtps://HOST:465` (TLS at once), or
///   `smtp://localhost:25?tls=none` on the loopback address alone.
/// - `REGISTRAR_SMTP_USER`, `REGISTRAR_SMTP_PASSWORD_FILE`: who we are to it; the file has mode 0600.
/// - `REGISTRAR_SMTP_CA_FILE`: certificates to trust, in PEM; default: the system's.
/// - `REGISTRAR_SMTP_NAME`: what we call ourselves in EHLO; default: the machine's name.
/// - `REGISTRAR_SMTP_TIMEOUT` (5 to 60, default 60): seconds that one mail may take.
/// - `REGISTRAR_SMTP_CONNECTIONS` (1 to 32, default 2): connections of one process.
/// - `REGISTRAR_SMTP_DOMAIN_RATE` (1 to 100000, default 600): mails a minute to one domain, for all processes; mail of campaigns
///   is counted apart.
/// - `REGISTRAR_DKIM`: the folder of the keys that mail is signed with.
/// - `REGISTRAR_BOUNCE_ADDRESS`: where mails come back to; it has to take `name+anything@domain` too.
/// - `REGISTRAR_BOUNCES`: a Maildir of what came back, read by the worker.
/// - `REGISTRAR_MAIL_REPORTS_TOKEN_FILE`: the token for `POST /api/v1/mail/reports`, at least 32 characters, mode 0600.
struct MailSettings {
    let server: MailServer?
    let dkim: String?
    let bounceAddress: String?
    let bounces: String?
    let reportsTokenFile: String?

    init(_ reading: SettingsReading) throws {
        dkim = reading.text("registrar.dkim")
        bounceAddress = try reading.text("registrar.bounce.address").map { text in
            do { return try EmailAddress(typed: text).rawValue } catch {
                throw UsageProblem(
                    "REGISTRAR_BOUNCE_ADDRESS is “\(text)”; it takes an address like bounces@example.org."
                )
            }
        }
        bounces = reading.text("registrar.bounces")
        reportsTokenFile = reading.text("registrar.mail.reports.token.file")
        server = try Self.server(reading)
    }

    private static func server(_ reading: SettingsReading) throws -> MailServer? {
        let place = try reading.value(
            "registrar.smtp.url",
            "smtp://HOST:587, smtps://HOST:465, or smtp://localhost:25?tls=none",
            Place.init
        )
        guard let place else { return nil }
        let name = reading.text("registrar.smtp.name") ?? ownName
        guard name.wholeMatch(of: /[A-Za-z0-9.-]{1,255}/) != nil else {
            throw UsageProblem("REGISTRAR_SMTP_NAME is “\(name)”; it takes letters, digits, dots and hyphens.")
        }
        return MailServer(
            host: place.host,
            port: place.port,
            encryption: place.encryption,
            user: reading.text("registrar.smtp.user"),
            password: try reading.text("registrar.smtp.password.file").map {
                try secret(inFile: $0, "REGISTRAR_SMTP_PASSWORD_FILE")
            },
            authorities: reading.text("registrar.smtp.ca.file"),
            ownName: name,
            timeout: try reading.number("registrar.smtp.timeout", in: 5...60) ?? 60,
            connections: try reading.number("registrar.smtp.connections", in: 1...32) ?? 2,
            domainRate: try reading.number("registrar.smtp.domain.rate", in: 1...100_000) ?? 600
        )
    }

    /// The folder of what came back, where one is named.
    func maildir() throws -> Maildir? {
        do { return try bounces.map { try Maildir($0) } } catch let problem as Maildir.Unusable {
            throw UsageProblem("REGISTRAR_BOUNCES: \(problem)")
        }
    }

    private static var ownName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, 255) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The words of a file that only its owner may read.
    static func secret(inFile path: String, _ setting: String) throws -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw UsageProblem("\(setting) names \(path), which is missing or not readable by you.") }
        guard mode & 0o077 == 0 else {
            throw UsageProblem("\(setting) names \(path), which others may read; run `chmod 600 \(path)`.")
        }
        return text.trimmingCharacters(in: .newlines)
    }

    private struct Place {
        let host: String
        let port: Int
        let encryption: MailServer.Encryption

        init?(_ text: String) {
            guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
                let host = parts.host?.trimmingCharacters(in: ["[", "]"]), !host.isEmpty,
                ["", "/"].contains(parts.path), parts.user == nil, parts.password == nil, parts.fragment == nil
            else { return nil }
            switch (scheme, parts.query) {
            case ("smtp", nil): encryption = .startTLS
            case ("smtps", nil): encryption = .implicit
            case ("smtp", "tls=none"):
                guard ["localhost", "127.0.0.1", "::1"].contains(host) else { return nil }
                encryption = .none
            default: return nil
            }
            self.host = host
            port = parts.port ?? (encryption == .implicit ? 465 : 587)
        }
    }
}

extension Settings {
    /// How mail leaves: by the mail server, or into the spool.
    func delivery() throws -> any Delivery {
        guard let server = mail.server else { return Spool(folder: try service.spoolFolder()) }
        return SMTPDelivery(server, keys: try dkimKeys(), spool: service.spool.map(Spool.init))
    }

    func dkimKeys() throws -> DKIMKeys { try DKIMKeys(in: mail.dkim.map(KeyFolder.init)) }

    func composer() throws -> Composer { try Composer(seal: try seal(), bounces: mail.bounceAddress) }

    func seal() throws -> MailSeal { MailSeal(key: try service.secrets().mail) }
}
