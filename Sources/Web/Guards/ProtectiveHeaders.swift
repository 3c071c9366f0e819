import HTTPTypes

/// What every answer tells the browser not to do.
enum ProtectiveHeaders {
    /// How much an answer may be kept and told on.
    enum Discretion: Sendable {
        /// May be kept, and is asked for again each time.
        case open
        /// Holds something made for this one reading.
        case unkept
        /// Its address is a secret.
        case secret
    }

    static let machine: HTTPFields = [
        .cacheControl: "no-store",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .referrerPolicy: "no-referrer",
        .xContentTypeOptions: "nosniff",
    ]

    /// - Parameter logo: Origin of the institute's logo, the one thing a page may fetch from elsewhere.
    static func page(_ discretion: Discretion, logo: String?) -> HTTPFields {
        let images = logo.map { "'self' \($0)" } ?? "'self'"
        return [
            .cacheControl: discretion == .open ? "no-cache" : "no-store",
            .contentSecurityPolicy: "default-src 'none'; style-src 'self'; script-src 'self'; img-src \(images); "
                + "connect-src \(discretion == .secret ? "'self'" : "'none'"); "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin",
            .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            .referrerPolicy: discretion == .secret ? "no-referrer" : "same-origin",
            .xContentTypeOptions: "nosniff",
        ]
    }

    static let asset: HTTPFields = [
        .cacheControl: "public, max-age=31536000, immutable",
        .crossOriginResourcePolicy: "same-origin",
        .xContentTypeOptions: "nosniff",
    ]

    /// One year, once the reader is known to come by TLS.
    static let strictTransport = "max-age=31536000"
}
