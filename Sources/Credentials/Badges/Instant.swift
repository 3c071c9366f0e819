package import Foundation

/// A moment in whole seconds, so that a date in a credential and the number in a JWT can never disagree by a fraction.
///
/// Written as RFC 3339 in UTC, `2026-11-02T09:00:00Z`, and read only in that form.
package struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z: JWT's NumericDate (RFC 7519 §2).
    package let seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    /// A date cut to whole seconds, downwards.
    package init(_ date: Date) {
        seconds = Int(date.timeIntervalSince1970.rounded(.down))
    }

    package var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    package func adding(seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }

    package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}

extension Instant: LosslessStringConvertible, Codable {
    package var description: String { date.formatted(.iso8601) }

    package init?(_ description: String) {
        guard description.utf8.count == 20, let date = try? Date(description, strategy: .iso8601) else { return nil }
        self.init(date)
        guard self.description.utf8.elementsEqual(description.utf8) else { return nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "“\(text)” is not a moment like 2026-11-02T09:00:00Z."
            )
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
