import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// One request on its way through its route: what was asked, by whom, and what is at hand to answer.
struct Visit: Sendable {
    let request: Request
    let route: Route
    let captures: [RouteTable.Capture]
    let sender: Sender
    let id: String
    let house: House

    var registrar: Registrar { house.registrar }

    /// What the path says in its braces, decoded.
    ///
    /// - Throws: The path's own *not found*, for what no code or token can hold: broken escapes, invalid UTF-8, a NUL.
    func capture(_ name: String) throws -> String {
        guard let capture = captures.first(where: { $0.name == name })?.text else { throw notFound }
        guard capture.utf8.contains(UInt8(ascii: "%")) else { return String(capture) }
        guard let text = String(capture).removingPercentEncoding, !text.utf8.contains(0) else { throw notFound }
        return text
    }

    private var notFound: Problem { route.audience == .people ? .unknownPage : .unknownPath }

    /// The query's values by name.
    ///
    /// - Throws: *Malformed* for broken escapes, invalid UTF-8, a NUL, and a name given twice.
    func query() throws -> [String: String] {
        guard let query = request.uri.query else { return [:] }
        return try Form(query.utf8).fields
    }

    /// The body, at most as long as the route allows.
    func body() async throws -> ByteBuffer {
        let limit = route.bodyLimit
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit: limit)
        }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit: limit)
        } catch {
            throw BrokenConnection(cause: error)
        }
    }

    /// The body of a request whose content type is the route's own.
    func typedBody() async throws -> ByteBuffer {
        guard let wanted = route.body?.contentType else { return ByteBuffer() }
        let isWanted = contentType == wanted || route.body?.alternatives.contains(contentType) == true
        let parts = (request.headers[.contentType] ?? "").split(separator: ";")
        let charset = parts.dropFirst().map { $0.trimmingBlanks.lowercased() }.first { $0.hasPrefix("charset=") }
        guard isWanted, [nil, "charset=utf-8", "charset=\"utf-8\""].contains(charset) else {
            throw Problem.wrongContentType(wanted)
        }
        return try await body()
    }

    /// The content type without its parameters, in small letters; empty when none is given.
    var contentType: String {
        (request.headers[.contentType] ?? "").split(separator: ";").first?.trimmingBlanks.lowercased() ?? ""
    }

    /// Whether no other site made a browser send it.
    var isFromHere: Bool {
        SameSite(publicURL: house.issuer.lastKnown?.institute.publicUrl).admits(
            request,
            secretPath: route.discretion == .secret
        )
    }

    /// The client that limits are counted by; nil for a direct loopback peer.
    var client: String? { sender.client(request.headers) }
}

/// The body could not be read to its end: there is nobody left to answer.
struct BrokenConnection: Error {
    let cause: any Error
}
