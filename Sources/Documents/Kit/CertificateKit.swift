package import Foundation

/// All that somebody needs to check one certificate on their own machine: its files, the issuer's keys, the log's word, a
/// program to read and to run, and instructions in plain words.
package struct CertificateKit: Sendable {
    package var id: String
    package var credential: String
    package var issuer: String
    /// Where the issuer publishes: `https://registrar.example`.
    package var site: String
    /// The compact JWS.
    package var jwt: String
    /// The credential with its Data Integrity proof.
    package var json: String
    package var pdf: [UInt8]
    /// The issuer's keys as they are published.
    package var did: [UInt8]
    /// C2SP tlog-proof; nil while no signed head of the log covers it.
    package var proof: String?
    /// The log's verifier key, and its newest signed head.
    package var logKey: String?
    package var checkpoint: String?
    /// When what is in it was signed: the time of all its files.
    package var signedAt: Date

    package init(
        id: String,
        credential: String,
        issuer: String,
        site: String,
        jwt: String,
        json: String,
        pdf: [UInt8],
        did: [UInt8],
        signedAt: Date
    ) {
        self.id = id
        self.credential = credential
        self.issuer = issuer
        self.site = site
        self.jwt = jwt
        self.json = json
        self.pdf = pdf
        self.did = did
        self.signedAt = signedAt
    }

    /// The checker: one file of Python, on its standard library and `cryptography`.
    package static let checker: [UInt8] = {
        let file = Bundle.module.bundleURL.appending(path: "Files/check.py")
        return (try? Data(contentsOf: file)).map(Array.init) ?? []
    }()

    /// One `.zip` with one folder, named by the ID.
    ///
    /// - Throws: `UnfitDocument` when it cannot be packed.
    package func packed() throws(UnfitDocument) -> [UInt8] {
        guard !Self.checker.isEmpty else { throw UnfitDocument("The kit's checker is missing beside the program.") }
        var files: [(name: String, octets: [UInt8])] = [
            ("READ ME FIRST.html", Array(instructions.utf8)), ("certificate.pdf", pdf),
            ("certificate.jwt", Array(jwt.utf8)),
            ("certificate.json", Array(json.utf8)),
        ]
        let told = [
            ("certificate.tlog-proof", proof), ("log-key.txt", logKey.map { $0 + "\n" }),
            ("checkpoint.txt", checkpoint),
        ]
        files += told.compactMap { name, text in text.map { (name, Array($0.utf8)) } }
        files += [("did.json", did), ("check.py", Self.checker)]
        return try ZipArchive.pack(files.map { .init(name: "\(id)/\($0.name)", octets: $0.octets) }, at: signedAt)
    }
}
