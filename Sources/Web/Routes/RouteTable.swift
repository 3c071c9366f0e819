import HTTPTypes

/// All routes, found by path first and by method second, so that a wrong method is not taken for a wrong address.
struct RouteTable: Sendable {
    let routes: [Route]
    /// By the number of their segments.
    private let places: [[Place]]

    /// One path and the routes on it.
    private struct Place: Sendable {
        let segments: [Segment]
        var routes: [(route: Route, index: Int)]

        var allow: String {
            let methods = routes.map(\.route.method)
            return (methods + (methods.contains(.get) ? [.head] : [])).map(\.rawValue).sorted().joined(separator: ", ")
        }
    }

    private enum Segment: Equatable, Sendable {
        case word(String)
        case capture(name: String)
    }

    struct Capture: Sendable {
        let name: String
        let text: Substring
    }

    enum Match {
        /// The index is the route's place in `routes`.
        case found(index: Int, captures: [Capture])
        case wrongMethod(allow: String)
        case unknown
    }

    init(_ routes: [Route]) {
        self.routes = routes
        var places: [Place] = []
        for (index, route) in routes.enumerated() {
            let segments = route.path.split(separator: "/").map {
                $0.first == "{" ? Segment.capture(name: String($0.dropFirst().dropLast())) : .word(String($0))
            }
            if let known = places.firstIndex(where: { $0.segments == segments }) {
                places[known].routes.append((route, index))
            } else {
                places.append(Place(segments: segments, routes: [(route, index)]))
            }
        }
        let longest = places.map(\.segments.count).max() ?? 0
        self.places = (0...longest).map { length in places.filter { $0.segments.count == length } }
    }

    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        let segments = path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
        guard segments.count < places.count else { return .unknown }
        for place in places[segments.count] {
            guard let captures = Self.captures(place.segments, segments) else { continue }
            let wanted = method == .head ? .get : method
            guard let found = place.routes.first(where: { $0.route.method == wanted }) else {
                return .wrongMethod(allow: place.allow)
            }
            return .found(index: found.index, captures: captures)
        }
        return .unknown
    }

    private static func captures(_ template: [Segment], _ segments: [Substring]) -> [Capture]? {
        var captures: [Capture] = []
        for (part, segment) in zip(template, segments) {
            switch part {
            case .word(let word):
                guard word == segment else { return nil }
            case .capture(let name):
                captures.append(Capture(name: name, text: segment))
            }
        }
        return captures
    }
}
