import Foundation

/// An SVG picture under way: plain shapes, with a title and a description for those who do not see it.
///
/// It stands inside an HTML page: its presentation is in attributes, so that it needs no style and prints as it shows.
struct Drawing {
    /// Against white 8.9:1, 7.2:1 and 4.7:1.
    enum Ink: String {
        case strong = "#0b3d66"
        case text = "#3c4043"
        case quiet = "#6b7075"
        case rule = "#c9cdd2"
        case paper = "#ffffff"
    }

    enum Anchor: String { case start, middle, end }

    private let opening: String
    private var shapes = ""

    /// - Parameter id: Told apart from every other picture's on the page.
    init(width: Int, height: Int, id: String, title: String, description: String) {
        let id = Self.escaped(id)
        opening = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-labelledby="\(id)-title \(id)-desc" font-family="system-ui, sans-serif" font-size="12">\
            <title id="\(id)-title">\(Self.escaped(title))</title>\
            <desc id="\(id)-desc">\(Self.escaped(description))</desc>
            """
    }

    var text: String { opening + shapes + "</svg>" }

    mutating func line(
        _ from: (x: Double, y: Double),
        _ to: (x: Double, y: Double),
        _ ink: Ink,
        width: Double = 1,
        dashes: String? = nil
    ) {
        shapes += """
            <line x1="\(Self.number(from.x))" y1="\(Self.number(from.y))" x2="\(Self.number(to.x))" \
            y2="\(Self.number(to.y))" stroke="\(ink.rawValue)" stroke-width="\(Self.number(width))"\(Self.dashed(dashes))/>
            """
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ ink: Ink, width: Double, dashes: String? = nil) {
        let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        shapes += """
            <polyline points="\(places)" fill="none" stroke="\(ink.rawValue)" stroke-width="\(Self.number(width))"\
            \(Self.dashed(dashes))/>
            """
    }

    mutating func bar(x: Double, y: Double, width: Double, height: Double, fill: Ink, stroke: Ink) {
        shapes += """
            <rect x="\(Self.number(x))" y="\(Self.number(y))" width="\(Self.number(width))" \
            height="\(Self.number(height))" fill="\(fill.rawValue)" stroke="\(stroke.rawValue)"/>
            """
    }

    /// A dot, or a square on its corner for what stands out.
    mutating func mark(_ at: (x: Double, y: Double), standsOut: Bool, size: Double = 3.5, tip: String? = nil) {
        let tip = tip.map { "<title>\(Self.escaped($0))</title>" } ?? ""
        let (x, y) = (at.x, at.y)
        guard standsOut else {
            shapes += """
                <circle cx="\(Self.number(x))" cy="\(Self.number(y))" r="\(Self.number(size))" \
                fill="\(Ink.strong.rawValue)">\(tip)</circle>
                """
            return
        }
        let corner = size * 1.7
        let corners = [(x, y - corner), (x + corner, y), (x, y + corner), (x - corner, y)]
        shapes += """
            <polygon points="\(corners.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " "))" \
            fill="\(Ink.paper.rawValue)" stroke="\(Ink.strong.rawValue)" stroke-width="1.6">\(tip)</polygon>
            """
    }

    mutating func label(
        _ words: String,
        _ at: (x: Double, y: Double),
        _ anchor: Anchor = .start,
        _ ink: Ink = .text,
        isBold: Bool = false,
        turned: Bool = false
    ) {
        let (x, y) = (Self.number(at.x), Self.number(at.y))
        shapes += """
            <text x="\(x)" y="\(y)" text-anchor="\(anchor.rawValue)" fill="\(ink.rawValue)"\
            \(isBold ? " font-weight=\"700\"" : "")\(turned ? " transform=\"rotate(-90 \(x) \(y))\"" : "")>\
            \(Self.escaped(words))</text>
            """
    }

    private static func dashed(_ dashes: String?) -> String { dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "" }

    /// With one digit behind the point at most.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0
            ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // What XML cannot hold.
            case "\0"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
