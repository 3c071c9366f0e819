import Domain
package import Hummingbird
import Logging
import NIOCore

/// The connection a request came by.
package struct Caller: InitializableFromSource, Sendable {
    let peer: InternetAddress

    package init(source: ApplicationRequestContextSource) {
        peer = InternetAddress(peer: source.channel.remoteAddress)
    }
}

/// Takes every request in and lets every answer out: finds the route, refuses other sites, turns errors into answers,
/// protects, names and measures each.
///
/// A class, so that each request holds one reference to it: those that threads share are dear to count.
package final class Front: HTTPResponder {
    package typealias Context = Caller

    let house: House
    private let table: RouteTable
    private let meters: [RouteMeter]
    let fastRoutes: [FastRoute]
    private let unmatched: RouteMeter
    private let logger: Logger

    init(house: House, logger: Logger) {
        self.house = house
        self.logger = logger
        table = RouteTable(House.routes)
        let measurements = house.settings.measurements
        meters = table.routes.map { RouteMeter(method: $0.method.rawValue, path: $0.path, measurements) }
        fastRoutes = zip(table.routes, meters).compactMap { FastRoute($0, meter: $1) }
        unmatched = RouteMeter(method: "", path: "unmatched", measurements)
    }

    @concurrent
    package func respond(to request: Request, context: Caller) async throws -> Response {
        let start = ContinuousClock.now
        let sender = Sender(peer: context.peer, trustedProxies: house.settings.trustedProxies)
        let id = sender.requestID(request.headers)
        var response: Response
        let meter: RouteMeter
        switch table.match(request.method, request.uri.path) {
        case .found(let index, let captures):
            let visit = Visit(
                request: request,
                route: table.routes[index],
                captures: captures,
                sender: sender,
                id: id,
                house: house
            )
            meter = meters[index]
            response = try await respond(to: visit)
        case .wrongMethod(let allow):
            meter = unmatched
            response = await stray(.wrongMethod(request.method, allow: allow), request, id)
        case .unknown:
            meter = unmatched
            response = await stray(.unknownPath, request, id)
        }
        response.headers[.xRequestID] = id
        if isEncrypted(sender.cameOverTLS(request.headers)) {
            response.headers[.strictTransportSecurity] = ProtectiveHeaders.strictTransport
        }
        meter.record(response.status, since: start)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func respond(to visit: Visit) async throws -> Response {
        do {
            try guardAgainstOtherSites(visit)
            return try await visit.route.handle(visit)
        } catch let broken as BrokenConnection {
            throw broken.cause
        } catch {
            let problem = problem(for: error, request: visit.id, route: visit.route)
            return switch visit.route.audience {
            case .programs: Response(problem, id: visit.id)
            case .people: await house.pages.response(problem, id: visit.id, house, discretion: visit.route.discretion)
            }
        }
    }

    private func guardAgainstOtherSites(_ visit: Visit) throws {
        guard visit.request.method == .post, !visit.route.admitsOtherSites else { return }
        guard visit.isFromHere else { throw Problem.crossSite }
    }

    /// A fault is logged here and nowhere else; its answer says nothing of it but the request id.
    func problem(for error: any Error, request id: String, route: Route) -> Problem {
        if let problem = Problem(expected: error) { return problem }
        logger.error(
            "request failed",
            metadata: [
                "request": .string(id),
                "route": .string("\(route.method.rawValue) \(route.path)"),
                "error": .string("\(type(of: error)): \(error)"),
            ]
        )
        return .fault
    }

    /// What no route answers: as a problem where programs ask, as a page elsewhere.
    private func stray(_ problem: Problem, _ request: Request, _ id: String) async -> Response {
        let path = request.uri.path
        let isForPeople =
            !path.hasPrefix("/api/") && path != "/api" && !MachineRoutes.paths.contains(path)
            && !IssuerRoutes.isMachines(path)
        guard isForPeople else { return Response(problem, id: id) }
        let shown = problem == .unknownPath ? Problem.unknownPage : problem
        return await house.pages.response(shown, id: id, house, discretion: .open)
    }

    /// Whether readers are to come by TLS alone from now on.
    func isEncrypted(_ cameOverTLS: Bool) -> Bool {
        cameOverTLS || house.issuer.lastKnown?.isSecure == true
    }
}
