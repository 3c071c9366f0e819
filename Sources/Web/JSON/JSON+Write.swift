import Credentials

extension JSON {
    /// The value as one line of UTF-8.
    var octets: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(2_048)
        write(to: &octets)
        return octets
    }

    /// The value indented by two blanks a level, with a line break at its end: for files that people read.
    var indented: String {
        var octets: [UInt8] = []
        write(to: &octets, indentedBy: 0)
        return String(decoding: octets, as: UTF8.self) + "\n"
    }

    private func write(to octets: inout [UInt8]) {
        switch self {
        case .null: octets.append(contentsOf: "null".utf8)
        case .bool(let value): octets.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): octets.append(contentsOf: String(value).utf8)
        case .number(let text): octets.append(contentsOf: text.utf8)
        case .string(let text): Self.write(text, to: &octets)
        case .array(let elements):
            octets.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { octets.append(UInt8(ascii: ",")) }
                element.write(to: &octets)
            }
            octets.append(UInt8(ascii: "]"))
        case .object(let members):
            octets.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { octets.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &octets)
                octets.append(UInt8(ascii: ":"))
                member.value.write(to: &octets)
            }
            octets.append(UInt8(ascii: "}"))
        }
    }

    private func write(to octets: inout [UInt8], indentedBy depth: Int) {
        let indent = "\n" + String(repeating: "  ", count: depth + 1)
        let outdent = "\n" + String(repeating: "  ", count: depth)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                octets.append(contentsOf: ((index == 0 ? "[" : ",") + indent).utf8)
                element.write(to: &octets, indentedBy: depth + 1)
            }
            octets.append(contentsOf: (outdent + "]").utf8)
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.enumerated() {
                octets.append(contentsOf: ((index == 0 ? "{" : ",") + indent).utf8)
                Self.write(member.name, to: &octets)
                octets.append(contentsOf: ": ".utf8)
                member.value.write(to: &octets, indentedBy: depth + 1)
            }
            octets.append(contentsOf: (outdent + "}").utf8)
        default:
            write(to: &octets)
        }
    }

    static func write(_ text: String, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "\""))
        writeInside(text, to: &octets)
        octets.append(UInt8(ascii: "\""))
    }

    /// Writes what stands between the quotation marks.
    static func writeInside(_ text: String, to octets: inout [UInt8]) {
        var text = text
        text.withUTF8 { source in
            if source.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                octets.append(contentsOf: source)
            } else {
                for octet in source { writeEscaped(octet, to: &octets) }
            }
        }
    }

    private static func writeEscaped(_ octet: UInt8, to octets: inout [UInt8]) {
        switch octet {
        case UInt8(ascii: "\""): octets.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): octets.append(contentsOf: "\\\\".utf8)
        case UInt8(ascii: "\n"): octets.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): octets.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): octets.append(contentsOf: "\\t".utf8)
        case 0..<0x20:
            octets.append(contentsOf: ("\\u00" + (octet < 0x10 ? "0" : "") + String(octet, radix: 16)).utf8)
        default: octets.append(octet)
        }
    }
}
