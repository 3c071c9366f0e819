package import Foundation

/// What a log must be like so that nobody can back-date in it, checked entry by entry as they come.
///
/// Whoever rewrites the log no longer fits a head that others hold. Whoever appends to it can only say the present time, as
/// times never decrease along the log; and what was signed may be no more than a day older than its entry.
package struct LogCheck: Equatable, Sendable {
    /// Between the beginning of what was signed and its entry.
    package static let longestDelay = 86_400

    package enum Refused: Error, Equatable, Sendable {
        case unreadable(index: Int)
        case olderThanPredecessor(index: Int, at: Instant, predecessor: Instant)
        case backdated(index: Int, validFrom: Instant, at: Instant)
    }

    /// What was issued before the log existed: entered first of all, up to the first entry of another kind, in the log's first
    /// day. Of that the log proves only that it was there then.
    package struct Founding: Equatable, Sendable {
        package let began: Instant
        /// How many entries may be of it.
        package let length: Int

        package init(began: Instant, length: Int) {
            self.began = began
            self.length = length
        }

        fileprivate func covers(_ validFrom: Instant, at: Instant, index: Int) -> Bool {
            index < length && validFrom < began && at <= began.adding(seconds: longestDelay)
        }
    }

    package private(set) var tree = MerkleTree()
    package private(set) var last: Instant?
    private var began: Instant?
    private var foundingLength: Int?

    /// As far as the entries that were taken tell.
    package var founding: Founding? { began.map { Founding(began: $0, length: foundingLength ?? tree.size) } }

    package init() {}

    /// Takes the next entry. One that is refused is not taken; see ``skip(_:)``.
    @discardableResult
    package mutating func take(
        _ octets: Data
    ) throws(Refused) -> (entry: LogEntry, completed: [(node: MerkleNode, hash: MerkleHash)]) {
        let index = tree.size
        guard let entry = LogEntry(octets: octets) else { throw .unreadable(index: index) }
        if let last, entry.at < last {
            throw .olderThanPredecessor(index: index, at: entry.at, predecessor: last)
        }
        last = entry.at
        began = began ?? entry.at
        if entry.operation == .did || entry.operation == .audit { foundingLength = foundingLength ?? index }
        return (entry, tree.append(MerkleHash(leaf: octets)))
    }

    /// Goes past an entry that was refused, so that those after it have their places.
    package mutating func skip(_ octets: Data) -> [(node: MerkleNode, hash: MerkleHash)] {
        tree.append(MerkleHash(leaf: octets))
    }

    /// Refuses what says that it began more than a day before its entry, unless the log was founded with it.
    package static func check(
        validFrom: Instant,
        at: Instant,
        index: Int,
        in founding: Founding?
    ) throws(Refused) {
        guard validFrom.adding(seconds: longestDelay) < at,
            !(founding?.covers(validFrom, at: at, index: index) ?? false)
        else { return }
        throw .backdated(index: index, validFrom: validFrom, at: at)
    }
}

extension LogCheck.Refused: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let index): "Entry \(index) is none that this log writes."
        case .olderThanPredecessor(let index, let at, let predecessor):
            "Entry \(index) says \(at), which is before the entry ahead of it (\(predecessor))."
        case .backdated(let index, let validFrom, let at):
            "What entry \(index) stands for says that it began at \(validFrom), more than a day before it was logged (\(at))."
        }
    }
}
