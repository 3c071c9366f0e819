/// The mail server that mail is handed to, and how.
package struct MailServer: Sendable {
    package enum Encryption: Sendable {
        /// TLS from the first octet (RFC 8314): `smtps://`.
        case implicit
        /// STARTTLS, without which nothing is said (RFC 3207): `smtp://`.
        case startTLS
        /// None, on the loopback address alone: `smtp://localhost?tls=none`.
        case none
    }

    package let host: String
    package let port: Int
    package let encryption: Encryption
    package let user: String?
    package let password: String?
    /// Certificates to trust, in PEM; nil is the system's.
    package let authorities: String?
    /// What we call ourselves in EHLO.
    package let ownName: String
    /// Seconds that one mail may take; a server that hangs is left then.
    package let timeout: Int
    /// Connections at a time.
    package let connections: Int
    /// Mails a minute to one domain.
    package let domainRate: Int

    package init(
        host: String,
        port: Int,
        encryption: Encryption,
        user: String? = nil,
        password: String? = nil,
        authorities: String? = nil,
        ownName: String,
        timeout: Int = 60,
        connections: Int = 2,
        domainRate: Int = 600
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.user = user
        self.password = password
        self.authorities = authorities
        self.ownName = ownName
        self.timeout = timeout
        self.connections = connections
        self.domainRate = domainRate
    }

    /// As curl wants it: the path is what we call ourselves.
    var url: String {
        let place = host.contains(":") ? "[\(host)]" : host
        return "\(encryption == .implicit ? "smtps" : "smtp")://\(place):\(port)/\(ownName)"
    }
}
