/// A JSON text under way (RFC 8259): members keep their order, and what is absent is `null`, never left out.
indirect enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Equatable, Sendable {
        let name: String
        let value: JSON

        init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    static func count(_ value: Int?) -> JSON { value.map(JSON.integer) ?? .null }
    static func list<Item>(_ items: [Item], _ json: (Item) -> JSON) -> JSON { .array(items.map(json)) }

    /// A list as every list is answered: its items, and where the next page begins.
    static func page<Item>(_ items: [Item], next: String? = nil, _ json: (Item) -> JSON) -> JSON {
        ["items": .list(items, json), "next": .text(next)]
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }

    init(stringLiteral text: String) {
        self = .string(text)
    }
}

extension JSON {
    /// The text, indented by two.
    var text: String {
        var text = ""
        write(to: &text, indent: "")
        return text
    }

    private func write(to text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.write(quoted: value, to: &text)
        case .array(let items):
            Self.write(items, between: ("[", "]"), to: &text, indent) { $0.write(to: &$1, indent: $2) }
        case .object(let members):
            Self.write(members, between: ("{", "}"), to: &text, indent) { member, text, indent in
                Self.write(quoted: member.name, to: &text)
                text += ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part],
        between brackets: (String, String),
        to text: inout String,
        _ indent: String,
        _ writePart: (Part, inout String, String) -> Void
    ) {
        guard !parts.isEmpty else { return text += brackets.0 + brackets.1 }
        let inner = indent + "  "
        for (index, part) in parts.enumerated() {
            text += (index == 0 ? brackets.0 : ",") + "\n" + inner
            writePart(part, &text, inner)
        }
        text += "\n" + indent + brackets.1
    }

    private static func write(quoted value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
