import Domain
import Foundation

/// Where a file of ours goes: it appears under its name only when it is whole, and only its owner may read it.
struct ExportTarget: Sendable {
    private let descriptor: Int32
    private let path: String?
    /// Where the octets wait; of a name that nobody can guess, and so not lay a file or a link there before.
    private let part: String
    private let replaces: Bool

    static let standardOutput = ExportTarget(descriptor: STDOUT_FILENO, path: nil, replaces: false)

    private init(descriptor: Int32, path: String?, replaces: Bool) {
        self.descriptor = descriptor
        self.path = path
        part = ""
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
        part = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.refusal("write to \(path)") }
    }

    func write(_ octets: [UInt8]) throws {
        guard Output.write(octets, to: descriptor) else {
            throw Self.refusal("write to \(path ?? "standard output")")
        }
    }

    func finish() throws { try Self.finish([self]) }

    /// Gives files their names when all of them are whole: all, or none.
    static func finish(_ targets: [ExportTarget]) throws {
        for target in targets { try target.seal() }
        var named: [ExportTarget] = []
        do {
            for target in targets {
                try target.takeName()
                named.append(target)
            }
        } catch {
            for target in named { target.giveNameBack() }
            throw error
        }
        for target in named where target.path != nil { unlink(target.former) }
    }

    private func seal() throws {
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw Self.refusal("write to \(path)") }
    }

    private func takeName() throws {
        guard let path else { return }
        // What gives way is kept until every file has its name, where the file system knows hard links.
        if replaces { _ = link(path, former) }
        // Whoever made a file of this name meanwhile keeps it, where the file system knows hard links.
        if !replaces, link(part, path) == 0 {
            unlink(part)
        } else if !replaces, errno == EEXIST {
            throw Self.taken(path)
        } else if rename(part, path) != 0 {
            let refusal = Self.refusal("write to \(path)")
            unlink(former)
            throw refusal
        }
    }

    private func giveNameBack() {
        guard let path else { return }
        if rename(former, path) != 0 { unlink(path) }
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
        if path != nil { unlink(part) }
    }

    /// What had the name before, until the new file surely has it.
    private var former: String { "\(part).before" }

    private static func taken(_ path: String) -> Refusal {
        .conflict("output-exists", "\(path) is there already. Give another name, or --force to replace it.")
    }

    private static func refusal(_ what: String) -> Refusal {
        .conflict("output-refused", "The system did not let this command \(what): \(String(cString: strerror(errno))).")
    }
}
