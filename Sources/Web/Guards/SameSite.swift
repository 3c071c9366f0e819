import Foundation
import Hummingbird

/// A POST that another site made a browser send is refused, whatever it carries.
///
/// Programs send neither `Origin` nor `Sec-Fetch-Site` and pass: no cookie acts for anyone here, so a request can do
/// only what its sender already knows to ask for.
struct SameSite {
    /// Origin of the institute's own pages.
    let publicURL: String?

    func admits(_ request: Request, secretPath: Bool) -> Bool {
        let origin = request.headers[.origin]
        if let site = request.headers[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { return false }
            // Pages with a token send no referrer, and so browsers say `Origin: null` from them.
            return origin == nil || origin == "null" || isOurs(origin, request)
        }
        // Without TLS browsers leave Sec-Fetch-Site out. Whoever knows the token of a link may act by it.
        if origin == "null" { return secretPath }
        return origin == nil || isOurs(origin, request)
    }

    private func isOurs(_ origin: String?, _ request: Request) -> Bool {
        guard let origin else { return false }
        if origin == publicURL { return true }
        guard let authority = request.head.authority, let scheme = origin.range(of: "://") else { return false }
        return origin[scheme.upperBound...] == authority
    }
}
