import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import Web

/// Someone who asks this service over HTTP, with no more than an address to ask.
struct Visitor {
    let client: any TestClientProtocol
    /// Sent with every request: a proxy's word on where they come from, say.
    var headers: HTTPFields = [:]

    /// Lets a visitor at the application over the running test's database.
    static func visiting<Value>(
        _ settings: WebSettings? = nil,
        registrar: Registrar = TestDatabase.current.registrar,
        _ body: @Sendable (Visitor) async throws -> Value
    ) async throws -> Value {
        let application = try buildApplication(
            registrar: registrar,
            settings: try settings ?? .behindLocalProxies,
            logger: .silent
        )
        return try await application.test(.router) { try await body(Visitor(client: $0)) }
    }

    func from(_ address: String) -> Visitor {
        Visitor(client: client, headers: [.xForwardedFor: address])
    }

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: ByteBuffer? = nil,
        at place: SourceLocation = #_sourceLocation
    ) async throws -> Heard {
        var all = self.headers
        all.append(contentsOf: headers)
        let answer = try await client.executeRequest(uri: path, method: method, headers: all, body: body)
        let heard = Heard(status: answer.status.code, headers: answer.headers, body: answer.body)
        let strayed = Conformity.violations(of: heard, to: method, path)
        #expect(strayed.isEmpty, "\(method) \(path) strays from openapi.json", sourceLocation: place)
        return heard
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Heard {
        try await ask(.get, path, headers)
    }

    func post(_ path: String, json: String, _ headers: HTTPFields = [:]) async throws -> Heard {
        try await post(path, octets: Array(json.utf8), headers)
    }

    func post(_ path: String, octets: [UInt8], _ headers: HTTPFields = [:]) async throws -> Heard {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await ask(.post, path, headers, body: ByteBuffer(bytes: octets))
    }

    func post(_ path: String, form: KeyValuePairs<String, String> = [:], _ headers: HTTPFields = [:]) async throws
        -> Heard
    {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let text = form.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await ask(.post, path, headers, body: ByteBuffer(string: text.joined(separator: "&")))
    }

    func reserve(_ cohort: String, _ email: String, key: String? = nil) async throws -> Heard {
        try await post(
            "/api/v1/cohorts/\(cohort)/reservations",
            json: #"{"name": "Ada Lovelace", "email": "\#(email)"}"#,
            key.map { [.idempotencyKey: $0] } ?? [:]
        )
    }
}

/// What came back.
struct Heard {
    let status: Int
    let headers: HTTPFields
    let body: ByteBuffer

    var text: String { String(buffer: body) }
    var json: JSON { get throws { try JSON.read(Array(body.readableBytesView)) } }
    var code: String? { (try? json)?["code"]?.text }
    var detail: String { (try? json)?["detail"]?.text ?? "" }
    var fields: [String] { (try? json)?["problems"]?.elements.compactMap { $0["field"]?.text } ?? [] }
    var isPage: Bool { headers[.contentType] == "text/html; charset=utf-8" }
}

extension JSON {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int? { if case .integer(let number) = self { number } else { nil } }
    var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    var members: [Member] { if case .object(let members) = self { members } else { [] } }
}

extension TestDatabase {
    /// The links of a claim, as its mail and its answer carry them.
    func link(_ purpose: LinkToken.Purpose, _ id: EnrollmentID) -> String {
        LinkToken(purpose, id).text(sealedWith: Self.secrets.links)
    }

    func acting(_ heard: Heard) throws -> String {
        let id = try #require(try heard.json["id"]?.number)
        return link(.act, EnrollmentID(rawValue: id))
    }
}

extension WebSettings {
    /// The test's own connection counts as a proxy's, so that a test can say where a request comes from.
    static var behindLocalProxies: Self { get throws { WebSettings(trustedProxies: [try AddressRange("::1")]) } }
}
