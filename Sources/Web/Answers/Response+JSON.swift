import Credentials
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer for programs.
    init(_ json: JSON, status: HTTPResponse.Status = .ok, contentType: String = "application/json") {
        var headers = ProtectiveHeaders.machine
        headers[.contentType] = contentType
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: json.buffer))
    }

    init(_ json: JSONObject) {
        self.init(octets: Data(json.octets), contentType: "application/json")
    }

    /// Text of another kind for programs.
    init(text: String, contentType: String) {
        var headers = ProtectiveHeaders.machine
        headers[.contentType] = contentType
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A file.
    init(octets: Data, contentType: String) {
        var headers = ProtectiveHeaders.machine
        headers[.contentType] = contentType
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
    }

    /// An error for programs (RFC 9457).
    init(_ problem: Problem, id: String) {
        self.init(problem.body(requestID: id), status: problem.status, contentType: "application/problem+json")
        headers.append(contentsOf: problem.headers)
    }
}
