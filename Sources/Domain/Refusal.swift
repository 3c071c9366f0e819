/// Why an operation did not happen, in words for the person who asked for it; nothing was changed.
///
/// HTTP and the command line each map the seven kinds once. `code` is stable: programs may rely on it.
package struct Refusal: Error, Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case notFound, forbidden, conflict, invalid, gone, tooMany, unavailable
    }

    /// One thing wrong with what was given: where, and how to mend it.
    package struct Problem: Equatable, Codable, Sendable {
        package let field: String
        package let message: String

        package init(_ field: String, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    package let kind: Kind
    package let code: String
    package let message: String
    package let problems: [Problem]

    package init(_ kind: Kind, _ code: String, _ message: String, problems: [Problem] = []) {
        self.kind = kind
        self.code = code
        self.message = message
        self.problems = problems
    }

    package static func notFound(_ code: String, _ message: String) -> Self { Self(.notFound, code, message) }
    package static func forbidden(_ code: String, _ message: String) -> Self { Self(.forbidden, code, message) }
    package static func conflict(_ code: String, _ message: String) -> Self { Self(.conflict, code, message) }
    package static func gone(_ code: String, _ message: String) -> Self { Self(.gone, code, message) }
    package static func tooMany(_ code: String, _ message: String) -> Self { Self(.tooMany, code, message) }

    /// What was given cannot be taken as it is; every problem found is listed, not only the first.
    package static func invalid(_ problems: [Problem]) -> Self {
        Self(.invalid, "invalid", problems.map(\.message).joined(separator: " "), problems: problems)
    }

    package static func invalid(_ field: String, _ message: String) -> Self { invalid([Problem(field, message)]) }

    /// The service cannot answer now; the same request with the same key may be repeated.
    package static let unavailable = Self(
        .unavailable,
        "unavailable",
        "The service cannot answer right now. Please repeat the request in a moment, with the same key if you sent one."
    )
}

extension Refusal: CustomStringConvertible {
    package var description: String { "\(kind.rawValue) \(code): \(message)" }
}
