import Domain

/// A certificate's page as other sites show it when its address is posted there (Open Graph protocol, ogp.me).
struct SharedPage: Sendable {
    /// Under which the page is known, however it was asked for.
    let address: String
    let title: String
    /// Only while the certificate and its signature hold: a picture says "certified" and cannot say "revoked".
    let picture: String?

    init(_ certificate: Certificate, isDoubted: Bool, by institute: Institute) {
        address = "\(institute.publicUrl)/verify/\(certificate.printedID)"
        title = [certificate.title, certificate.name].compactMap { $0 }.joined(separator: ", ")
        picture = certificate.status == .active && certificate.isSigned && !isDoubted ? "\(address).preview.png" : nil
    }
}
