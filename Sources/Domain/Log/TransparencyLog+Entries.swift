import Credentials
package import Foundation
import Postgres

/// A part of the log, in its order.
package struct LogPage: Sendable {
    package struct Line: Decodable, Sendable {
        package let index: Int
        /// The octets that were hashed.
        package let entry: Data
    }

    package let lines: [Line]
    /// How many entries the log has now.
    package let size: Int
    /// Where the next page of what was asked for begins; nil at its end.
    package let next: Int?
}

extension TransparencyLog {
    /// Entries that are told at once.
    package static let pageLength = 1_000

    /// The entries from one to another, both included (as RFC 9162 §5.6 counts), at most a page of them.
    ///
    /// - Parameter end: nil is the page's end.
    /// - Throws: `log-range` for an end before the start, and for a start beyond the log.
    package func entries(from start: Int, through end: Int? = nil) async throws -> LogPage {
        guard start >= 0, end.map({ $0 >= start }) ?? true else {
            throw Self.range("end", "The end comes before the start, or the start before 0; both count from 0.")
        }
        return try await store.read { connection in
            let size = try connection.logHead().size
            guard start < size || (start == 0 && size == 0) else {
                throw Self.range(
                    "start",
                    "The log has \(size) entries: 0 to \(size - 1). There is no entry \(start) yet."
                )
            }
            let last = min(end ?? .max, start + Self.pageLength - 1, size - 1)
            let lines: [LogPage.Line] = try connection.all(
                "SELECT index, entry FROM log_entry WHERE index BETWEEN \(start) AND \(last) ORDER BY index"
            )
            let wanted = min(end ?? .max, size - 1)
            return LogPage(lines: lines, size: size, next: last < wanted ? last + 1 : nil)
        }
    }

    /// The newest entries, the newest first.
    package func tail(_ count: Int) async throws -> [LogPage.Line] {
        try await store.read {
            try $0.all("SELECT index, entry FROM log_entry ORDER BY index DESC LIMIT \(count)")
        }
    }

    static func range(_ field: String, _ words: String) -> Refusal {
        Refusal(.invalid, "log-range", words, problems: [.init(field, words)])
    }
}
