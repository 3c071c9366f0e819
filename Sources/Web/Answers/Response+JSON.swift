import Credentials
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer for programs.
    init(_ json: JSON, status: HTTPResponse.Status = .ok, contentType: String = "application/json") {
        self.init(ByteBuffer(bytes: json.octets), status: status, contentType: contentType)
    }

    init(_ json: JSONObject) {
        self.init(ByteBuffer(bytes: json.octets), contentType: "application/json")
    }

    /// Text of another kind for programs.
    init(text: String, contentType: String) {
        self.init(ByteBuffer(string: text), contentType: contentType)
    }

    /// A file.
    init(octets: Data, contentType: String) {
        self.init(ByteBuffer(bytes: octets), contentType: contentType)
    }

    private init(_ body: ByteBuffer, status: HTTPResponse.Status = .ok, contentType: String) {
        var headers = ProtectiveHeaders.machine
        headers[.contentType] = contentType
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// An error for programs (RFC 9457).
    init(_ problem: Problem, id: String) {
        self.init(problem.body(requestID: id), status: problem.status, contentType: "application/problem+json")
        headers.append(contentsOf: problem.headers)
    }
}
