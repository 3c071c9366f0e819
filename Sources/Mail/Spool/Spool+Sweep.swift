package import Domain
package import Foundation
import Glibc

extension Spool {
    /// Takes away the drafts that a crash left in the middle of a write; a younger one may still be written.
    ///
    /// - Throws: `SpoolFault` for a folder that cannot be read, or a draft that does not go.
    package func sweep(olderThan age: Duration) async throws {
        try await erase(writtenBefore: Date(timeIntervalSinceNow: -(age / .seconds(1)))) { Self.id(ofDraft: $0) != nil }
    }

    /// Forgets the mails that were written before a moment, but for those that are held for somebody.
    ///
    /// - Throws: `SpoolFault` for a folder that cannot be read, or a mail that does not go.
    package func forget(before moment: Date, sparing held: Set<JobID>) async throws -> Int {
        try await erase(writtenBefore: moment) { Self.id(ofFile: $0).map { !held.contains($0) } ?? false }
    }

    @discardableResult
    private func erase(writtenBefore moment: Date, where isMeant: (String) -> Bool) async throws -> Int {
        var count = 0
        for name in try names() where isMeant(name) {
            let path = "\(folder)/\(name)"
            var status = stat()
            // One that is gone by now was put in place, or taken by another worker.
            guard lstat(path, &status) == 0, Date(of: status.st_mtim) < moment else { continue }
            guard unlink(path) == 0 || errno == ENOENT else { throw SpoolFault("erase", path) }
            count += 1
        }
        return count
    }
}

extension Date {
    fileprivate init(of time: timespec) {
        self.init(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }
}
