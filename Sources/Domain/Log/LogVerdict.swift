package import Credentials
import Foundation

/// What a recomputation of the whole log found.
package struct LogVerdict: Sendable {
    /// As recomputed from the entries.
    package fileprivate(set) var head: TreeHead
    package fileprivate(set) var operations: [LogEntry.Operation: Int] = [:]
    /// Of which size the newest checkpoint is.
    package fileprivate(set) var signedSize: Int?
    /// What no longer fits, in words; the first twenty.
    package fileprivate(set) var broken: [String] = []
    package fileprivate(set) var brokenCount = 0
    /// Where a file that was given stands in the log.
    package fileprivate(set) var file: Place?

    package struct Place: Sendable {
        package let index: Int
        package let at: Instant
        /// When a later entry revoked it.
        package fileprivate(set) var revokedAt: Instant?
    }

    package var isIntact: Bool { brokenCount == 0 }
}

/// A head that somebody held since, and where it comes from.
package struct EarlierHead: Sendable {
    package let head: TreeHead
    package let source: String

    package init(_ head: TreeHead, from source: String) {
        self.head = head
        self.source = source
    }
}

/// The recomputation, entry by entry; what it holds in mind does not grow with the log.
struct LogRecount {
    private(set) var check = LogCheck()
    private(set) var verdict = LogVerdict(head: TreeHead(size: 0, root: .empty))
    private let earlier: [Int: [EarlierHead]]
    private let file: CheckedJWS?

    /// A file's signed text, as far as the log knows it.
    struct CheckedJWS {
        let digest: Data
        let validFrom: Instant
    }

    init(against earlier: [EarlierHead], _ file: CheckedJWS?) {
        self.earlier = Dictionary(grouping: earlier, by: \.head.size)
        self.file = file
        compareHeads()
    }

    mutating func complain(_ words: String) {
        // A file and its row in the register may have the same fault.
        guard words != verdict.broken.last else { return }
        verdict.brokenCount += 1
        if verdict.broken.count < 20 { verdict.broken.append(words) }
    }

    /// Takes the next entry, and returns the subtrees above it that became complete.
    mutating func take(_ octets: Data) -> (entry: LogEntry?, nodes: [(node: MerkleNode, hash: MerkleHash)]) {
        let index = check.tree.size
        var entry: LogEntry?
        var nodes: [(node: MerkleNode, hash: MerkleHash)] = []
        do throws(LogCheck.Refused) {
            (entry, nodes) = try check.take(octets)
        } catch {
            complain(error.description)
            // The tree goes on: one bad entry is not to hide the next.
            (entry, nodes) = (LogEntry(octets: octets), check.skip(octets))
        }
        if let entry {
            verdict.operations[entry.operation, default: 0] += 1
            find(entry, index)
        }
        compareHeads()
        return (entry, nodes.filter { $0.node.level > 0 })
    }

    private mutating func find(_ entry: LogEntry, _ index: Int) {
        guard let file, entry.digest == file.digest else { return }
        switch entry.operation {
        case .issue where verdict.file == nil:
            verdict.file = LogVerdict.Place(index: index, at: entry.at)
            complainIfBackdated(file.validFrom, entry, index)
        case .revoke: verdict.file?.revokedAt = entry.at
        case .issue, .did, .audit: break
        }
    }

    mutating func complainIfBackdated(_ validFrom: Instant, _ entry: LogEntry, _ index: Int) {
        do throws(LogCheck.Refused) {
            try LogCheck.check(validFrom: validFrom, at: entry.at, index: index, in: check.founding)
        } catch { complain(error.description) }
    }

    private mutating func compareHeads() {
        for held in earlier[check.tree.size] ?? [] where held.head.root != check.tree.root {
            complain(
                """
                \(held.source) says that the first \(held.head.size) entries hash to \(held.head.root), and they hash to \
                \(check.tree.root): the log was rewritten.
                """
            )
        }
    }

    /// Says what only the end shows.
    mutating func finish(_ kept: LogHeadRow, _ checkpoint: Result<Checkpoint, Checkpoint.Refused>?) {
        verdict.head = TreeHead(size: check.tree.size, root: check.tree.root)
        for held in earlier.values.joined() where held.head.size > check.tree.size {
            complain("\(held.source) knew \(held.head.size) entries, and the log has \(check.tree.size): it was cut.")
        }
        if kept.size != check.tree.size || kept.root != check.tree.root.octets {
            complain("The kept head (\(kept.size) entries) is not what the entries hash to.")
        }
        if kept.frontier != check.tree.frontier.map(\.octets) {
            complain("The kept subtrees at the log's edge are not what the entries hash to.")
        }
        switch checkpoint {
        case .success(let checkpoint): verdict.signedSize = checkpoint.head.size
        case .failure(let refused): complain(refused.description)
        case nil: break
        }
        if file != nil, verdict.file == nil { complain("The file is not in the log: no entry stands for it.") }
    }
}
