import Domain
import Foundation

/// Where a file of ours goes: it appears under its name only when it is whole, and only its owner may read it.
struct ExportTarget: Sendable {
    private let descriptor: Int32
    private let path: String?
    private let replaces: Bool

    static let standardOutput = ExportTarget(descriptor: STDOUT_FILENO, path: nil, replaces: false)

    private init(descriptor: Int32, path: String?, replaces: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.replaces = replaces
    }

    /// - Parameter replaces: Whether a file that has the name already gives way.
    init(path: String, replaces: Bool = true) throws {
        var found = stat()
        if stat(path, &found) == 0 {
            guard found.st_mode & S_IFMT == S_IFREG else {
                throw Refusal.conflict(
                    "output-refused",
                    "\(path) is no file. Leave --output out, and send the output there."
                )
            }
            guard replaces else { throw Self.taken(path) }
        }
        self.path = path
        self.replaces = replaces
        // A full file system is an error to report, not the end of this process.
        signal(SIGXFSZ, SIG_IGN)
        descriptor = open(Self.part(of: path), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.refusal("write to \(path)") }
    }

    func write(_ octets: [UInt8]) throws {
        guard Output.write(octets, to: descriptor) else {
            throw Self.refusal("write to \(path ?? "standard output")")
        }
    }

    func finish() throws {
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw Self.refusal("write to \(path)") }
        let part = Self.part(of: path)
        // Whoever made a file of this name meanwhile keeps it, where the file system knows hard links.
        if !replaces, link(part, path) == 0 {
            unlink(part)
        } else if !replaces, errno == EEXIST {
            throw Self.taken(path)
        } else if rename(part, path) != 0 {
            throw Self.refusal("write to \(path)")
        }
    }

    /// Takes the octets of an export.
    var outlet: ExportOutlets.Outlet { { try write($0) } }

    /// Writes a file whole, or not at all.
    static func save(_ octets: [UInt8], at path: String) throws {
        let target = try ExportTarget(path: path)
        do {
            try target.write(octets)
            try target.finish()
        } catch {
            target.discard()
            throw error
        }
    }

    func discard() {
        if let path { unlink(Self.part(of: path)) }
    }

    /// Two that write to one name at once have a part each.
    private static func part(of path: String) -> String { "\(path).\(getpid()).part" }

    private static func taken(_ path: String) -> Refusal {
        .conflict("output-exists", "\(path) is there already. Give another name, or --force to replace it.")
    }

    private static func refusal(_ what: String) -> Refusal {
        .conflict("output-refused", "The system did not let this command \(what): \(String(cString: strerror(errno))).")
    }
}
