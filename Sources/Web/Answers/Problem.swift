import Credentials
import Domain
import HTTPTypes

/// An error as HTTP tells it (RFC 9457): the one place where kinds of refusal become statuses.
struct Problem: Error, Equatable {
    let status: HTTPResponse.Status
    /// Stable: programs may rely on it.
    let code: String
    let detail: String
    var problems: [Refusal.Problem] = []
    var headers: HTTPFields = [:]

    /// The short, unchanging words for a status; the detail says the rest.
    static func title(_ status: HTTPResponse.Status) -> String {
        switch status {
        case .badRequest: "The request could not be read"
        case .forbidden: "Not allowed"
        case .notFound: "Not found"
        case .methodNotAllowed: "No such method here"
        case .conflict: "Not possible as things stand"
        case .gone: "No longer available"
        case .contentTooLarge: "Too large"
        case .unsupportedMediaType: "Unknown content type"
        case .unprocessableContent: "Something has to be mended"
        case .tooManyRequests: "Too many requests"
        case .serviceUnavailable: "Not available right now"
        default: "Something went wrong here"
        }
    }

    func body(requestID: String) -> JSON {
        [
            "type": .string("urn:registrar:problem:\(code)"),
            "title": .string(Self.title(status)),
            "status": .integer(status.code),
            "detail": .string(detail),
            "code": .string(code),
            "problems": .array(problems.map { ["field": .string($0.field), "message": .string($0.message)] }),
            "request_id": .string(requestID),
        ]
    }
}

extension Problem {
    init(_ refusal: Refusal) {
        let status: HTTPResponse.Status =
            switch refusal.kind {
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .conflict: .conflict
            case .invalid: .unprocessableContent
            case .gone: .gone
            case .tooMany: .tooManyRequests
            case .unavailable: .serviceUnavailable
            }
        self.init(status: status, code: refusal.code, detail: refusal.message, problems: refusal.problems)
        if refusal.kind == .unavailable { headers[.retryAfter] = "2" }
    }

    /// What anyone may hear of a fault: nothing of it but where to ask.
    static let fault = Problem(
        status: .internalServerError,
        code: "fault",
        detail: "This is our mistake, and it was noted. Tell us the request id when you write to us about it."
    )

    static let unknownPath = Problem(
        status: .notFound,
        code: "path-unknown",
        detail: "There is nothing at this address. /openapi.json lists what there is."
    )

    /// The same for people, who need no list of routes.
    static let unknownPage = Problem(
        status: .notFound,
        code: "page-unknown",
        detail:
            "There is no page at this address. Look whether all of the link was copied, or begin with the open cohorts."
    )

    static func wrongMethod(_ method: HTTPRequest.Method, allow: String) -> Problem {
        Problem(
            status: .methodNotAllowed,
            code: "method-not-allowed",
            detail: "\(method.rawValue) is not possible here; use \(allow).",
            headers: [.allow: allow]
        )
    }

    static func malformed(_ words: String) -> Problem {
        Problem(status: .badRequest, code: "malformed", detail: words)
    }

    static func tooLarge(limit: Int) -> Problem {
        Problem(
            status: .contentTooLarge,
            code: "body-too-large",
            detail: "What is sent may hold \(size(limit)) (\(limit) octets) at most."
        )
    }

    /// “16 kB”, “5 MB”.
    static func size(_ octets: Int) -> String {
        octets >= 1_048_576 ? "\(octets / 1_048_576) MB" : "\(octets / 1_024) kB"
    }

    static func wrongContentType(_ wanted: String) -> Problem {
        Problem(
            status: .unsupportedMediaType,
            code: "content-type-unsupported",
            detail: "Send the body as UTF-8 with the header `Content-Type: \(wanted)`."
        )
    }

    static let crossSite = Problem(
        status: .forbidden,
        code: "cross-site",
        detail: "This request came from another site and was refused. Open the page here and press the button there."
    )
}

extension Problem {
    /// What an error that can be foreseen answers; nil for a fault.
    init?(expected error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(refusal)
        case let malformed as JSON.Malformed: self = .malformed("The body is not JSON: \(malformed)")
        // The server stops, or the caller went away.
        case is CancellationError: self.init(.unavailable)
        default: return nil
        }
    }
}
