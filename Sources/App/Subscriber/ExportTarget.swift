import Domain
import Foundation

/// Where an export goes: a file appears under its name only when it is whole, and only its owner may read it.
struct ExportTarget: Sendable {
    private let descriptor: Int32
    private let path: String?

    static let standardOutput = ExportTarget(descriptor: STDOUT_FILENO, path: nil)

    private init(descriptor: Int32, path: String?) {
        self.descriptor = descriptor
        self.path = path
    }

    init(path: String) throws {
        descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw Self.refusal("write to \(path)") }
    }

    func write(_ octets: [UInt8]) throws {
        guard Output.write(octets, to: descriptor) else {
            throw Self.refusal("write to \(path ?? "standard output")")
        }
    }

    func finish() throws {
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(path + ".part", path) == 0 else {
            throw Self.refusal("write to \(path)")
        }
    }

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
        if let path { unlink(path + ".part") }
    }

    private static func refusal(_ what: String) -> Refusal {
        .conflict("output-refused", "The system did not let this command \(what): \(String(cString: strerror(errno))).")
    }
}
