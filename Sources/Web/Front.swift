import Domain
package import Hummingbird
import Logging
import NIOCore

/// The connection a request came by.
package struct Caller: InitializableFromSource, Sendable {
    let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        peer = source.channel.remoteAddress
    }
}

/// Takes every request in and lets every answer out: finds the route, refuses other sites, turns errors into answers,
/// protects, names and measures each.
package struct Front: HTTPResponder {
    package typealias Context = Caller

    private let house: House
    private let table: RouteTable
    private let meters: [RouteMeter]
    private let unmatched: RouteMeter
    private let logger: Logger

    init(house: House, logger: Logger) {
        self.house = house
        self.logger = logger
        table = RouteTable(House.routes)
        let measurements = house.settings.measurements
        meters = table.routes.map { RouteMeter(method: $0.method.rawValue, path: $0.path, measurements) }
        unmatched = RouteMeter(method: "", path: "unmatched", measurements)
    }

    @concurrent
    package func respond(to request: Request, context: Caller) async throws -> Response {
        let start = ContinuousClock.now
        let sender = Sender(connection: context.peer, trustedProxies: house.settings.trustedProxies)
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
        if isEncrypted(sender, request) {
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
            let problem = problem(for: error, visit)
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
    private func problem(for error: any Error, _ visit: Visit) -> Problem {
        if let problem = Problem(expected: error) { return problem }
        logger.error(
            "request failed",
            metadata: [
                "request": .string(visit.id),
                "route": .string("\(visit.route.method.rawValue) \(visit.route.path)"),
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

    private func isEncrypted(_ sender: Sender, _ request: Request) -> Bool {
        sender.cameOverTLS(request.headers) || house.issuer.lastKnown?.publicUrl.hasPrefix("https://") == true
    }
}
