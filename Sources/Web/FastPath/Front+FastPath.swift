import HTTPTypes
import Hummingbird
import NIOHTTP1

/// A request that the fast path answers.
struct FastQuestion: Sendable {
    fileprivate let route: FastRoute
    /// What stands for the path's one capture.
    fileprivate let word: String
    fileprivate let client: String?
    fileprivate let id: String
    fileprivate let cameOverTLS: Bool
    fileprivate let start = ContinuousClock.now
}

/// A route with a fast path: its capture is the last thing in its path.
final class FastRoute: Sendable {
    fileprivate let route: Route
    fileprivate let meter: RouteMeter
    /// What stands before the capture.
    private let prefix: String
    fileprivate let handle: Route.FastHandler

    init?(_ route: Route, meter: RouteMeter) {
        guard let handle = route.fast, let capture = route.path.firstIndex(of: "{") else { return nil }
        (self.route, self.meter, self.handle) = (route, meter, handle)
        prefix = String(route.path[..<capture])
    }

    /// The rest of a path where it is one segment as it stands.
    fileprivate func word(in path: String) -> String? {
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.utf8.dropFirst(prefix.utf8.count)
        let isPlain = rest.allSatisfy { octet in
            octet != UInt8(ascii: "/") && octet != UInt8(ascii: "%") && octet != UInt8(ascii: "?")
        }
        return isPlain && !rest.isEmpty ? String(Substring(rest)) : nil
    }
}

/// Every answer on the fast path is measured, named and protected like any other.
extension Front {
    /// What a request asks on the fast path; nil for one that has to go the usual way.
    func fastQuestion(in head: HTTPRequestHead, from peer: InternetAddress) -> FastQuestion? {
        guard head.method == .GET, head.version == .http1_1, head.isKeepAlive else { return nil }
        for route in fastRoutes {
            guard let word = route.word(in: head.uri), !head.headers.mayBringMore else { continue }
            let headers = HTTPFields(ofSender: head.headers)
            let sender = Sender(peer: peer, trustedProxies: house.settings.trustedProxies)
            return FastQuestion(
                route: route,
                word: word,
                client: sender.client(headers),
                id: sender.requestID(headers),
                cameOverTLS: sender.cameOverTLS(headers)
            )
        }
        return nil
    }

    /// Answers once, on whatever thread the answer comes by.
    func answer(_ question: FastQuestion, then: @escaping @Sendable (FastAnswer) -> Void) {
        let route = question.route
        route.handle(question.word, question.client, house) { [self] result in
            let isEncrypted = isEncrypted(question.cameOverTLS)
            let answer: FastAnswer
            switch result {
            case .success(let json):
                answer = FastAnswer(json, requestID: question.id, isEncrypted: isEncrypted)
            case .failure(let error):
                let problem = problem(for: error, request: question.id, route: route.route)
                answer = FastAnswer(problem, requestID: question.id, isEncrypted: isEncrypted)
            }
            route.meter.record(answer.status, since: question.start)
            then(answer)
        }
    }
}

extension HTTPHeaders {
    /// Whether a body follows, or another protocol.
    fileprivate var mayBringMore: Bool {
        ["Content-Length", "Transfer-Encoding", "Expect", "Upgrade"].contains { contains(name: $0) }
    }
}

extension HTTPFields {
    /// The few of a request's headers that tell who sent it.
    fileprivate init(ofSender headers: HTTPHeaders) {
        self.init()
        for name in Sender.names {
            for value in headers[name.rawName] { append(HTTPField(name: name, value: value)) }
        }
    }
}
