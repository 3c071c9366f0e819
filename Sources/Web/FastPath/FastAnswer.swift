import Domain
import Foundation
import HTTPTypes

/// An answer on the fast path, which writes itself, head and all: a head that is put together for the codec, field by
/// field, costs as much as the body.
struct FastAnswer: Sendable {
    let status: HTTPResponse.Status
    private let contentType: StaticString
    private let further: HTTPFields
    let body: [UInt8]
    private let requestID: String
    private let isEncrypted: Bool

    init(_ json: JSONObject, requestID: String, isEncrypted: Bool) {
        (status, contentType, further) = (.ok, "application/json", [:])
        (body, self.requestID, self.isEncrypted) = (json.octets, requestID, isEncrypted)
    }

    init(_ problem: Problem, requestID: String, isEncrypted: Bool) {
        (status, contentType, further) = (problem.status, "application/problem+json", problem.headers)
        (body, self.requestID, self.isEncrypted) = (problem.body(requestID: requestID).octets, requestID, isEncrypted)
    }

    private static let protectiveFields = ProtectiveHeaders.machine.map { "\($0.name): \($0.value)\r\n" }.joined()

    /// Writes its head as it goes over HTTP/1.1 (RFC 9112 §2.1).
    func writeHead(to head: inout [UInt8]) {
        head.append(word: "HTTP/1.1 ")
        head.append(contentsOf: String(status.code).utf8)
        head.append(word: " ")
        head.append(contentsOf: status.reasonPhrase.utf8)
        head.append(word: "\r\n")
        head.append(contentsOf: Self.protectiveFields.utf8)
        head.append(word: "Content-Type: ")
        head.append(word: contentType)
        head.append(word: "\r\nContent-Length: ")
        head.append(contentsOf: String(body.count).utf8)
        head.append(word: "\r\nX-Request-Id: ")
        head.append(contentsOf: requestID.utf8)
        head.append(word: "\r\nDate: ")
        head.append(httpDate: .now)
        for field in further {
            head.append(word: "\r\n")
            head.append(contentsOf: field.name.rawName.utf8)
            head.append(word: ": ")
            head.append(contentsOf: field.value.utf8)
        }
        if isEncrypted {
            head.append(word: "\r\nStrict-Transport-Security: ")
            head.append(contentsOf: ProtectiveHeaders.strictTransport.utf8)
        }
        head.append(word: "\r\n\r\n")
    }
}
