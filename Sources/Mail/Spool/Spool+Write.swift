import Domain
import Foundation
import Glibc

extension Spool {
    /// Writes beside, syncs, renames, syncs the folder: after a crash the file is whole or not there.
    func write(_ message: Message) throws -> String {
        try makeFolder()
        let path = path(of: message.id)
        // A name of its own for each try: two workers may hold one job when a lease has run out.
        let draft = "\(folder)/.\(message.id)-\(UUID().uuidString)"
        do {
            try fill(draft, with: message.bytes)
            guard rename(draft, path) == 0 else { throw SpoolFault("put in place", path) }
        } catch {
            unlink(draft)
            throw error
        }
        try sync(folder)
        return path
    }

    private func fill(_ path: String, with bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SpoolFault("create", path) }
        do {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SpoolFault("write", path) }
                rest = rest.dropFirst(count)
            }
            guard fsync(file) == 0 else { throw SpoolFault("write", path) }
        } catch {
            close(file)
            throw error
        }
        // Some file systems tell of a full disk only here.
        guard close(file) == 0 else { throw SpoolFault("write", path) }
    }

    private func makeFolder() throws {
        var path = folder.hasPrefix("/") ? "" : "."
        var made = false
        for name in folder.split(separator: "/") {
            let parent = path
            path += "/\(name)"
            if mkdir(path, 0o700) == 0 {
                made = true
                try sync(parent.isEmpty ? "/" : parent)
            } else if errno != EEXIST {
                throw SpoolFault("make the folder", path)
            }
        }
        // The mask of the process may take bits away, never add some; what we made shall be usable by us.
        guard !made || chmod(folder, 0o700) == 0 else { throw SpoolFault("make the folder", folder) }
    }

    /// Makes the names in a folder last.
    func sync(_ folder: String) throws {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw SpoolFault("open the folder", folder) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw SpoolFault("sync the folder", folder) }
    }
}
