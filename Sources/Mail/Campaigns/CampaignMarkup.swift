import Foundation

/// A campaign's plain text as HTML: paragraphs, headings (`# `), lists (`- `) and addresses as links; tags stay tags.
///
/// It is made of the template and not of what the tags say, so that nobody's name becomes a link or a heading.
struct CampaignMarkup {
    private static let link = "color:#0f6b5f;"

    let html: String

    init(_ template: String) {
        html = template.split(separator: /\n[ \t]*\n+/).map { Self.block(String($0)) }.joined(separator: "\n")
    }

    private static func block(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { String($0) }
        guard let first = lines.first else { return "" }
        if first.hasPrefix("# ") {
            let heading =
                "<h2 style=\"margin:6px 0 12px;font-size:19px;line-height:1.3;color:#12443f;\">"
                + inline(String(first.dropFirst(2))) + "</h2>"
            return lines.count == 1 ? heading : heading + "\n" + block(lines.dropFirst().joined(separator: "\n"))
        }
        if lines.allSatisfy({ $0.hasPrefix("- ") }) {
            let entries = lines.map { "<li>\(inline(String($0.dropFirst(2))))</li>" }
            return "<ul style=\"margin:0 0 16px;padding-left:20px;\">\n\(entries.joined(separator: "\n"))\n</ul>"
        }
        // As in Markdown, two blanks at the end of a line break it.
        let words = lines.map { inline($0) + ($0.hasSuffix("  ") ? "<br>" : "") }
        return "<p style=\"margin:0 0 16px;\">\(words.joined(separator: "\n"))</p>"
    }

    /// Escapes what is not a tag, and links addresses; the tags of links print as links.
    private static func inline(_ line: String) -> String {
        var html = ""
        var rest = Substring(line)
        while let tag = rest.firstMatch(of: /\{\{[^{}]*\}\}/) {
            html += plain(rest[..<tag.range.lowerBound])
            let name = tag.output.dropFirst(2).dropLast(2).trimmingCharacters(in: .whitespaces)
            html +=
                ["preferences", "leave"].contains(name)
                ? "<a href=\"{{\(name)}}\" style=\"\(link)\">{{\(name)}}</a>" : String(tag.output)
            rest = rest[tag.range.upperBound...]
        }
        return html + plain(rest)
    }

    private static func plain(_ text: Substring) -> String {
        var html = ""
        var rest = text
        // A sentence's own sign at the end is not of the address.
        while let address = rest.firstMatch(of: /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/) {
            let place = Format.html.escape(String(address.output))
            html += Format.html.escape(String(rest[..<address.range.lowerBound]))
            html += "<a href=\"\(place)\" style=\"\(link)\">\(place)</a>"
            rest = rest[address.range.upperBound...]
        }
        return html + Format.html.escape(String(rest))
    }
}
