package import Domain
import Foundation
import Glibc

/// A folder of mails as `.eml` files, one per job: delivering a job again writes the same file anew.
///
/// Mails hold links that act, so the folder is made for its owner alone (0700) and every file is 0600. A folder that
/// was there before keeps its mode.
package struct Spool: Delivery {
    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    package var width: Int { 1 }
    package var domainRate: Int? { nil }

    /// - Returns: the file's path, as far as the folder's is given.
    /// - Throws: `SpoolFault` when the disk did not take it; then nothing of it lies in the folder.
    package func deliver(_ message: Message) async throws -> String {
        // The disk may take its time; the threads that run tasks may not wait for it.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result { try write(message) })
            }
        }
    }

    /// The mails that lie here, newest job first.
    ///
    /// - Throws: `SpoolFault` for a folder that cannot be read; one that is not there yet is empty.
    package func list() throws -> [SpooledMail] {
        // A mail that is erased while the list is read is simply not in it.
        try names().compactMap(Self.id(ofFile:)).sorted(by: >).compactMap(read)
    }

    /// The names of all that lies here; none when there is no folder yet.
    func names() throws -> [String] {
        guard let entries = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw SpoolFault("read the folder", folder)
        }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { octets in
                    String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
                }
            )
        }
        return names
    }

    /// One mail with its text; nil when there is none for this job.
    package func read(_ id: JobID) throws -> SpooledMail? {
        let path = path(of: id)
        guard let file = FileHandle(forReadingAtPath: path) else {
            if errno == ENOENT { return nil }
            throw SpoolFault("open", path)
        }
        return try SpooledMail(id: id, path: path, bytes: Array(try file.readToEnd() ?? Data()))
    }

    func path(of id: JobID) -> String {
        let number = String(id.rawValue)
        return "\(folder)/\(String(repeating: "0", count: max(0, 6 - number.count)))\(number).eml"
    }

    static func id(ofFile name: String) -> JobID? {
        guard let number = name.wholeMatch(of: /([0-9]{6,19})\.eml/)?.1 else { return nil }
        return Int(number).map(JobID.init(rawValue:))
    }

    /// The mail that a write was of which a crash broke off.
    static func id(ofDraft name: String) -> JobID? {
        guard let number = name.wholeMatch(of: /\.([0-9]{1,19})-[0-9A-F-]{36}/)?.1 else { return nil }
        return Int(number).map(JobID.init(rawValue:))
    }
}
