import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// The pages' templates and assets, read once from the files that ship beside the program.
struct Pages: Sendable {
    /// A file whose address holds a digest of its content, so that it may be kept for good.
    struct Asset: Sendable {
        let path: String
        let contentType: String
        let content: String
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    let library: MustacheLibrary
    let stylesheet: Asset
    let script: Asset
    /// For the pages of a sitting alone.
    let sitting: Asset
    let icon: Asset
    /// openapi.json as committed.
    let description: String

    init() throws {
        library = try Self.loadTemplates()
        stylesheet = try Self.asset("site", "css", "text/css; charset=utf-8")
        script = try Self.asset("times", "js", "text/javascript; charset=utf-8")
        sitting = try Self.asset("sitting", "js", "text/javascript; charset=utf-8")
        icon = try Self.asset("seat", "svg", "image/svg+xml")
        description = try Self.text("openapi.json")
    }

    /// Renders one page inside the frame that all share.
    func response(
        _ template: String,
        _ content: some Sendable,
        title: String,
        institute: Institute?,
        share: SharedPage? = nil,
        discretion: ProtectiveHeaders.Discretion,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let frame = Frame(title: title, share: share, institute: institute, pages: self)
        let text = library.render(Sheet(frame: frame, content: content), withTemplate: template) ?? ""
        var headers = ProtectiveHeaders.page(discretion, logo: frame.logoOrigin)
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// An error as a page.
    func response(
        _ problem: Problem,
        id: String,
        _ house: House,
        discretion: ProtectiveHeaders.Discretion
    ) async -> Response {
        let institute = try? await house.issuer.institute()
        var response = response(
            "problem",
            ProblemView(problem, id: id),
            title: Problem.title(problem.status),
            institute: institute ?? house.issuer.lastKnown?.institute,
            discretion: discretion,
            status: problem.status
        )
        response.headers.append(contentsOf: problem.headers)
        return response
    }

    private static func text(_ name: String) throws -> String {
        guard let folder = Bundle.module.resourcePath,
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
        else { throw Missing(description: "The file \(name) is missing from the program's resources; build it again.") }
        return String(decoding: data, as: UTF8.self)
    }

    private static func asset(_ name: String, _ kind: String, _ contentType: String) throws -> Asset {
        let content = try text("Assets/\(name).\(kind)")
        return Asset(path: "/assets/\(name)-\(digest(content)).\(kind)", contentType: contentType, content: content)
    }

    /// FNV-1a, 64 bits: tells one build's file from another's, and guards nothing.
    private static func digest(_ content: String) -> String {
        let hash = content.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }

    private static func loadTemplates() throws -> MustacheLibrary {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        guard let folder = Bundle.module.resourcePath else {
            throw Missing(description: "The program's resources are missing.")
        }
        var library = MustacheLibrary()
        for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/Templates").sorted()
        where file.hasSuffix(".mustache") {
            let pragma = "{{% CONTENT_TYPE: \(ScalarEscaping.name) }}"
            try library.register(pragma + text("Templates/\(file)"), named: String(file.dropLast(".mustache".count)))
        }
        return library
    }
}

/// Escapes for HTML by octets of UTF-8: the five signs are ASCII, and no part of any other character.
///
/// Mustache's own escaping goes by characters, and a quote followed by a combining accent is another character than a
/// quote: it would leave an attribute unnoticed.
struct ScalarEscaping: MustacheContentType {
    static let name = "HTML-BY-SCALAR"

    func escapeText(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for octet in text.utf8 {
            switch octet {
            case UInt8(ascii: "<"): escaped.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): escaped.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): escaped.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): escaped.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): escaped.append(contentsOf: "&#39;".utf8)
            default: escaped.append(octet)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
