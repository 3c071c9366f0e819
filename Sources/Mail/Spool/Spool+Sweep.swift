import Foundation
import Glibc

extension Spool {
    /// Takes away the drafts that a crash left in the middle of a write; a younger one may still be written.
    ///
    /// - Throws: `SpoolFault` for a folder that cannot be read, or a draft that does not go.
    package func sweep(olderThan age: Duration) async throws {
        let oldest = Date(timeIntervalSinceNow: -(age / .seconds(1)))
        for name in try names() where Self.id(ofDraft: name) != nil {
            let path = "\(folder)/\(name)"
            var status = stat()
            // One that is gone by now was put in place, or swept by another worker.
            guard lstat(path, &status) == 0, Date(of: status.st_mtim) < oldest else { continue }
            guard unlink(path) == 0 || errno == ENOENT else { throw SpoolFault("erase", path) }
        }
    }
}

extension Date {
    fileprivate init(of time: timespec) {
        self.init(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }
}
