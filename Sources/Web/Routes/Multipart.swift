import Foundation

/// Fields of a `multipart/form-data` body (RFC 7578): what a form with a file in it sends.
///
/// Read strictly and in one pass; what type a file says it has is passed over.
struct Multipart: Sendable {
    static let contentType = "multipart/form-data"
    static let mostFields = 8
    private static let longestHead = 4_096
    private static let lineEnd = Data("\r\n".utf8)

    private var fields: [String: Data] = [:]
    private var fileNames: [String: String] = [:]

    var names: [String] { fields.keys.sorted() }

    /// The octets of a field; empty when it was not sent.
    subscript(_ name: String) -> Data { fields[name] ?? Data() }

    /// The text of a field; empty when it was not sent.
    ///
    /// - Throws: *Malformed* for what is not UTF-8, and for a NUL.
    func text(_ name: String) throws -> String {
        guard let text = String(validating: self[name], as: UTF8.self), !text.utf8.contains(0) else {
            throw Self.malformed("“\(name)” is no text")
        }
        return text
    }

    /// How its sender calls the file in a field; empty when it was not said.
    func fileName(_ name: String) -> String { fileNames[name] ?? "" }

    /// - Parameter contentType: The header, which names the boundary.
    /// - Throws: *Malformed* for a boundary that is missing, a body that ends too early, and a field given twice.
    init(_ body: Data, contentType: String) throws {
        guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            throw Self.malformed("its boundary is missing")
        }
        let opening = Data("--\(boundary)".utf8)
        let closing = Self.lineEnd + opening
        guard body.starts(with: opening) else { throw Self.malformed("it does not begin with its boundary") }
        var place = body.startIndex + opening.count
        while !body[place...].starts(with: Data("--".utf8)) {
            guard fields.count < Self.mostFields else {
                throw Self.malformed("it has more than \(Self.mostFields) fields")
            }
            guard body[place...].starts(with: Self.lineEnd),
                let headEnd = body[place...].prefix(Self.longestHead).range(of: Self.lineEnd + Self.lineEnd),
                let contentEnd = body[headEnd.upperBound...].range(of: closing)
            else { throw Self.malformed("it ends too early") }
            let (name, fileName) = try Self.names(in: body[place..<headEnd.lowerBound])
            guard fields[name] == nil else { throw Problem.malformed("“\(name)” is given twice; give it once.") }
            fields[name] = Data(body[headEnd.upperBound..<contentEnd.lowerBound])
            fileNames[name] = fileName
            place = contentEnd.upperBound
        }
    }

    /// The field's name in the head of its part (RFC 7578 §4.2), and its file's.
    private static func names(in head: Data) throws -> (field: String, file: String?) {
        guard let text = String(validating: head, as: UTF8.self) else { throw malformed("a header is not UTF-8") }
        let disposition = text.components(separatedBy: "\r\n").first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        guard let disposition, let name = parameter("name", of: disposition), !name.isEmpty else {
            throw malformed("a field has no name")
        }
        return (name, parameter("filename", of: disposition))
    }

    /// A parameter behind the first semicolon, quoted or plain (RFC 9110 §5.6.6).
    private static func parameter(_ name: String, of header: String) -> String? {
        for part in parts(of: header).dropFirst() {
            let pair = part.trimmingBlanks.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let value = pair[1].trimmingBlanks
            return value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
                ? String(value.dropFirst().dropLast()) : String(value)
        }
        return nil
    }

    /// Cut at the semicolons that stand outside quotation marks.
    private static func parts(of header: String) -> [Substring] {
        var isQuoted = false
        return header.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
    }

    private static func malformed(_ words: String) -> Problem {
        .malformed("The form could not be read: \(words). Send it again from its page.")
    }
}
