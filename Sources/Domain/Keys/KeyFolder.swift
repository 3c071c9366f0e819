package import Credentials
import Foundation

/// The folder of private keys, one PEM file each, that only its owner may enter.
package struct KeyFolder: Sendable {
    package let path: String

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    package init(path: String) {
        self.path = path
    }

    /// Writes a new key; a file that is there already is never written over.
    package func write(_ key: SigningKey) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let file = file(key.name)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unusable(description: "The key file \(file) cannot be made: \(reason)") }
        defer { close(descriptor) }
        let octets = Array(key.pem.utf8)
        guard Foundation.write(descriptor, octets, octets.count) == octets.count, fsync(descriptor) == 0 else {
            throw Unusable(description: "The key file \(file) cannot be written: \(reason)")
        }
    }

    /// - Throws: `keys-elsewhere` when the file is not here, ``Unusable`` when it is readable by others or no key.
    package func read(_ name: KeyName) throws -> SigningKey {
        let file = file(name)
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            throw Refusal.conflict(
                "keys-elsewhere",
                "The file of the key \(name) is not in \(path). Issue where the key files are, or set REGISTRAR_KEYS."
            )
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw Unusable(description: "The key file \(file) is readable by others; run `chmod 600 \(file)`.")
        }
        return try SigningKey(pem: String(contentsOfFile: file, encoding: .utf8), name: name)
    }

    func holds(_ name: KeyName) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    private func file(_ name: KeyName) -> String { "\(path)/\(name).pem" }
    private var reason: String { String(cString: strerror(errno)) }
}
