import Configuration
import Domain
import Foundation

/// What the service and its worker need besides the database.
///
/// - `REGISTRAR_SECRET_FILE`: 64 hexadecimal digits in a file of mode 0600; every link is sealed with it.
/// - `REGISTRAR_KEYS`: the folder of the private keys that certificates are signed with; default: `keys` beside the secret.
/// - `REGISTRAR_SPOOL`: the folder that mail is written to where no mail server is named.
/// - `REGISTRAR_HOST` (default 127.0.0.1), `REGISTRAR_PORT` (0 to 65535, default 8080): where to listen.
/// - `REGISTRAR_PUBLIC_URL`: the origin that `institute set` and `sample load` take where none is given.
/// - `REGISTRAR_TRUSTED_PROXIES`: networks (CIDR, separated by commas) whose forwarding headers count.
/// - `REGISTRAR_WORKER` (on or off, default on): whether `serve` sends mail too.
struct ServiceSettings {
    let secretFile: String?
    let keys: String?
    let spool: String?
    let host: String
    let port: Int
    let publicURL: String?
    let trustedProxies: [String]
    let runsWorker: Bool

    init(_ reading: SettingsReading) throws {
        secretFile = reading.text("registrar.secret.file")
        keys = reading.text("registrar.keys")
        spool = reading.text("registrar.spool")
        host = reading.text("registrar.host") ?? "127.0.0.1"
        port = try reading.number("registrar.port", in: 0...65535) ?? 8080
        publicURL = reading.text("registrar.public.url")
        trustedProxies = (reading.text("registrar.trusted.proxies") ?? "")
            .split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        runsWorker = try reading.isOn("registrar.worker") ?? true
    }

    func secrets() throws -> Secrets {
        guard let secretFile else {
            throw UsageProblem(
                """
                REGISTRAR_SECRET_FILE is not set. It names a file of mode 0600 with 64 hexadecimal digits (32 random \
                octets) that seals every link; scripts/run makes one.
                """
            )
        }
        guard FileManager.default.isReadableFile(atPath: secretFile) else {
            throw UsageProblem("REGISTRAR_SECRET_FILE names \(secretFile), which is missing or not readable by you.")
        }
        return try Secrets(file: secretFile)
    }

    func keyFolder() -> KeyFolder {
        if let keys { return KeyFolder(path: keys) }
        guard let secretFile else { return KeyFolder(path: "keys") }
        return KeyFolder(path: URL(filePath: secretFile).deletingLastPathComponent().appending(path: "keys").path)
    }

    func spoolFolder() throws -> String {
        guard let spool else {
            throw UsageProblem(
                """
                REGISTRAR_SPOOL is not set. It names the folder that mail is written to, one .eml file for each; or set \
                REGISTRAR_SMTP_URL to the mail server that sends it.
                """
            )
        }
        return spool
    }
}
