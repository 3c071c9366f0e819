package import Domain
import Glibc

extension Spool {
    /// Erases mails for good, and what a crash left of writing them; no harm when there are none.
    ///
    /// - Throws: `SpoolFault` for a folder that cannot be read, or a file that does not go.
    package func erase(_ ids: [JobID]) async throws {
        let ids = Set(ids)
        let names = try names().filter { name in
            (Self.id(ofFile: name) ?? Self.id(ofDraft: name)).map(ids.contains) ?? false
        }
        for name in names {
            let path = "\(folder)/\(name)"
            guard unlink(path) == 0 || errno == ENOENT else { throw SpoolFault("erase", path) }
        }
        if !names.isEmpty { try sync(folder) }
    }
}
