import Foundation

extension BadgeDesign {
    /// The badge as SVG 1.1.
    ///
    /// A viewer may have other fonts than we measured with; `textLength` keeps each line as long as it was.
    var svg: String {
        let title = badge.name.onOneLine.escapedForXML
        let description = "\(badge.code), \(badge.issuer)\(badge.isTest ? ", TEST" : "")".onOneLine.escapedForXML
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600" role="img" \
            xml:lang="\(badge.language)">
            <title>\(title)</title>
            <desc>\(description)</desc>
            <circle cx="300" cy="300" r="\(number(disc.width / 2))" fill="\(accent.hex)"/>
            <circle cx="300" cy="300" r="\(number(ring.width / 2))" fill="none" stroke="\(pale.hex)" stroke-width="2"/>
            <rect x="\(number(rule.x))" y="\(number(rule.y))" width="\(number(rule.width))" \
            height="\(number(rule.height))" fill="\(pale.hex)"/>
            \(texts.flatMap(lines).joined(separator: "\n"))
            </svg>

            """
    }

    private func lines(of text: Placed) -> [String] {
        let style = text.paragraph.style
        let families =
            switch style.face {
            case .serif: "'EB Garamond', Garamond, Georgia, serif"
            case .sans: "'Noto Sans', Arial, sans-serif"
            }
        return text.paragraph.lines.map { line in
            """
            <text x="300" y="\(number(text.y + line.baseline))" text-anchor="middle" font-family="\(families)" \
            font-size="\(number(style.size))"\(style.isBold ? #" font-weight="600""# : "") fill="\(style.colour.hex)"\
            \(line.isRightToLeft ? #" direction="rtl""# : "") textLength="\(number(line.width))" \
            lengthAdjust="spacingAndGlyphs">\(line.text.escapedForXML)</text>
            """
        }
    }

    private func number(_ value: Double) -> String {
        String(format: "%.1f", value)
    }
}

extension Colour {
    /// `#RRGGBB`.
    var hex: String {
        "#" + [red, green, blue].map { String(format: "%02X", Int(($0 * 255).rounded())) }.joined()
    }
}

extension String {
    /// For text and for attributes between quotation marks; goes by code points, so that no combining mark hides a quote.
    fileprivate var escapedForXML: String {
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
