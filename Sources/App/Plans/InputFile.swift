import Domain
import Foundation

/// A file that somebody named on the command line.
enum InputFile {
    static func octets(at path: String) throws -> Data {
        guard let octets = FileManager.default.contents(atPath: path) else {
            throw UsageProblem("The file \(path) is missing or not readable by you.")
        }
        return octets
    }

    /// Its text, which is UTF-8.
    static func text(at path: String) throws -> String {
        guard let text = String(validating: try octets(at: path), as: UTF8.self) else {
            throw Refusal.invalid(path, "The file \(path) is not UTF-8. Save it in the UTF-8 encoding.")
        }
        return text
    }
}
