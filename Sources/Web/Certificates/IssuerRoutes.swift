import Credentials
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// What strangers' software resolves: the issuer's DID document, its keys, and the lists of revocations.
enum IssuerRoutes {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/.well-known/did.json",
            name: "didDocument",
            summary: "The issuer's DID document (did:web), with every key and what it is believed for.",
            audience: .programs,
            answers: [.init(status: .ok, words: "The document.", schema: ["type": "object"])],
            handle: { visit in
                try await published(visit) { $0.didDocument(at: $1) }
            }
        ),
        Route(
            method: .get,
            path: "/.well-known/jwks.json",
            name: "jwks",
            summary: "The keys that sign certificates (RFC 7517), without compromised ones.",
            audience: .programs,
            answers: [.init(status: .ok, words: "The keys.", schema: ["type": "object"])],
            handle: { visit in
                try await published(visit) { $0.jwks(at: $1) }
            }
        ),
        Route(
            method: .get,
            path: "/keys/{name}",
            name: "key",
            summary: "One key as a bare JWK.",
            audience: .programs,
            parameters: [
                .init(name: "name", place: .path, words: "The key's name.", schema: ["type": "string", "minLength": 1])
            ],
            answers: [.init(status: .ok, words: "The key.", schema: ["type": "object"])],
            handle: { visit in
                let ring = try await visit.house.issuer.ring()
                guard let name = KeyName(rawValue: try visit.capture("name")), let jwk = ring.jwk(named: name) else {
                    throw Refusal.notFound("key-unknown", "There is no such key, or it is not to be believed any more.")
                }
                return Response(jwk).kept(seconds: 300)
            }
        ),
        Route(
            method: .get,
            path: "/status/revocation/{number}",
            name: "statusList",
            summary: "A list of revocations (W3C Bitstring Status List 1.0), signed as a VC-JWT.",
            audience: .programs,
            parameters: [
                .init(name: "number", place: .path, words: "The list's number.", schema: Schema.count(from: 1))
            ],
            answers: [
                .init(status: .ok, words: "The list.", contentType: "application/vc+jwt", schema: Schema.text)
            ],
            handle: { visit in
                guard let number = Int32(try visit.capture("number")),
                    let list = try await visit.registrar.certificates.statusList(Int(number))
                else { throw Refusal.notFound("status-list-unknown", "There is no such list of revocations.") }
                let response = Response(text: list, contentType: "application/vc+jwt")
                return response.kept(seconds: StatusListCredential.secondsToLive)
            }
        ),
    ]

    /// Whether a path that leads nowhere would have been a machine's.
    static func isMachines(_ path: String) -> Bool {
        ["/.well-known/", "/keys/", "/status/", "/log/"].contains { path.hasPrefix($0) }
    }

    private static func published(_ visit: Visit, _ document: (KeyRing, Instant) -> JSON) async throws -> Response {
        let ring = try await visit.house.issuer.ring()
        return Response(document(ring, try await visit.registrar.keys.now())).kept(seconds: 300)
    }
}

extension Response {
    /// What anyone may keep for a while, and any page of anyone may read.
    func kept(seconds: Int) -> Response {
        var response = self
        response.headers[.cacheControl] = "public, max-age=\(seconds)"
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }
}
