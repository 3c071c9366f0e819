package import Foundation
package import Postgres

/// What was promised when a claim was made, about giving it back and moving it: instants, frozen for good.
package struct Terms: Codable, Equatable, Sendable {
    /// Before an instant so many percent of what was paid go back.
    package struct Refund: Codable, Equatable, Sendable {
        package let until: Date
        package let percent: Int
    }

    /// How often the holder may move, and until when.
    package struct Transfer: Codable, Equatable, Sendable {
        package let until: Date
        package let times: Int
    }

    /// In order of time; after the last nothing goes back.
    package let refund: [Refund]
    package let transfer: Transfer

    package init(refund: [Refund], transfer: Transfer) {
        self.refund = refund
        self.transfer = transfer
    }

    /// What goes back to whoever gives the seat back at an instant, and until when that stays so; nil is nothing.
    package func refund(at instant: Date) -> Refund? {
        refund.first { instant < $0.until }
    }

    /// The steps that are still to come after the one that applies at an instant.
    package func laterRefunds(at instant: Date) -> [Refund] {
        Array(refund.filter { instant < $0.until }.dropFirst())
    }

    /// How often a holder who moved `moves` times already may still move, and until when; nil is not any more.
    package func transfer(at instant: Date, after moves: Int) -> Transfer? {
        guard instant < transfer.until, moves < transfer.times else { return nil }
        return Transfer(until: transfer.until, times: transfer.times - moves)
    }
}

extension Terms: PostgresCodable {
    package static var postgresType: PostgresType { .jsonb }

    package func encode(into bytes: inout ParameterBytes) {
        JSONB(self).encode(into: &bytes)
    }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Terms {
        try JSONB<Terms>.decode(bytes, type: type).value
    }
}
