import Foundation
import Glibc

/// A folder that a mail server delivers to, one file for each mail: `new`, then `cur` once it was dealt with.
package struct Maildir: Sendable {
    package let path: String

    /// Mails larger than this are left for people: no report is.
    static let mostOctets = 4 << 20

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: `Unusable` for a folder that is no Maildir.
    package init(_ path: String) throws {
        self.path = path
        for folder in ["new", "cur"] {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(path)/\(folder)", isDirectory: &isFolder),
                isFolder.boolValue
            else {
                throw Unusable(description: "\(path) is no Maildir: it has no folder `\(folder)`.")
            }
        }
    }

    /// The mails that nobody has looked at, oldest first.
    package func new() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/new").filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The mails that were left for a person, as paths.
    package func left() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/cur").filter { $0.hasSuffix(":2,F") }.sorted()
            .map { "\(path)/cur/\($0)" }
    }

    /// Nil for one that is gone by now, or is too large to be a report.
    package func read(_ name: String) throws -> [UInt8]? {
        let file = "\(path)/new/\(name)"
        guard let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int, size <= Self.mostOctets
        else {
            return nil
        }
        return FileManager.default.contents(atPath: file).map(Array.init)
    }

    /// Moves a mail to `cur`: as seen (S) once it was dealt with, as flagged (F) for a person to look at.
    ///
    /// - Returns: where it lies now.
    @discardableResult
    package func settle(_ name: String, forPeople: Bool) throws -> String {
        let place = "\(path)/cur/\(name.prefix { $0 != ":" }):2,\(forPeople ? "F" : "S")"
        guard rename("\(path)/new/\(name)", place) == 0 || errno == ENOENT else {
            throw Unusable(description: "\(path)/new/\(name) cannot be moved: \(String(cString: strerror(errno))).")
        }
        return place
    }
}
