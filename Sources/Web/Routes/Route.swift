import Credentials
import HTTPTypes
import Hummingbird

/// One thing that can be asked for: how it is asked, what may be answered, and who answers.
///
/// The router and openapi.json are both made of these values, so neither can know what the other does not.
struct Route: Sendable {
    enum Audience: Sendable {
        /// Programs: JSON, and problem+json; described in openapi.json.
        case programs
        /// People: HTML.
        case people
    }

    typealias Handler = @Sendable (Visit) async throws -> Response
    /// Hears what stands for the capture, and the client that limits are counted by, and answers once.
    typealias FastHandler =
        @Sendable (String, String?, House, @escaping @Sendable (Result<JSONObject, any Error>) -> Void) -> Void

    let method: HTTPRequest.Method
    /// Segments in braces are captured: `/cohorts/{code}`.
    let path: String
    let name: String
    let summary: String
    let audience: Audience
    var discretion: ProtectiveHeaders.Discretion = .open
    var parameters: [Parameter] = []
    var body: Body?
    var answers: [Answer] = []
    /// Whether its handler says itself what may come from another site.
    var admitsOtherSites = false
    /// Answers the same without a task of its own, where the route's one capture ends its path.
    var fast: FastHandler?
    let handle: Handler

    /// A part of a request beside its body.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }

        let name: String
        let place: Place
        let words: String
        let schema: JSON
    }

    /// What a request carries; more than the limit is refused before it is read whole.
    struct Body: Sendable {
        static let usualLimit = 16 * 1_024

        let contentType: String
        let schema: JSON
        /// Other content types that are taken as text.
        var alternatives: [String] = []
        var limit = usualLimit
    }

    /// The most octets that a body may have.
    var bodyLimit: Int { body?.limit ?? Body.usualLimit }

    /// One status and what comes with it.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let words: String
        var contentType = "application/json"
        let schema: JSON
        /// Other content types, as text, for who asks for them by `Accept`.
        var alternatives: [String] = []

        static func problem(_ status: HTTPResponse.Status, _ words: String) -> Self {
            Self(
                status: status,
                words: words,
                contentType: "application/problem+json",
                schema: Schema.reference("Problem")
            )
        }
    }
}
