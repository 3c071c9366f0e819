import Credentials
import NIOCore

extension JSON {
    /// The value as one line of UTF-8.
    var buffer: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(2_048)
        write(to: &buffer)
        return buffer
    }

    /// The value indented by two blanks a level, with a line break at its end: for files that people read.
    var indented: String {
        var buffer = ByteBuffer()
        write(to: &buffer, indentedBy: 0)
        return String(buffer: buffer) + "\n"
    }

    private func write(to buffer: inout ByteBuffer) {
        switch self {
        case .null: buffer.writeStaticString("null")
        case .bool(let value): buffer.writeString(value ? "true" : "false")
        case .integer(let value): buffer.writeString(String(value))
        case .number(let text): buffer.writeString(text)
        case .string(let text): Self.write(text, to: &buffer)
        case .array(let elements):
            buffer.writeInteger(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
                element.write(to: &buffer)
            }
            buffer.writeInteger(UInt8(ascii: "]"))
        case .object(let members):
            buffer.writeInteger(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
                Self.write(member.name, to: &buffer)
                buffer.writeInteger(UInt8(ascii: ":"))
                member.value.write(to: &buffer)
            }
            buffer.writeInteger(UInt8(ascii: "}"))
        }
    }

    private func write(to buffer: inout ByteBuffer, indentedBy depth: Int) {
        let indent = "\n" + String(repeating: "  ", count: depth + 1)
        let outdent = "\n" + String(repeating: "  ", count: depth)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                buffer.writeString((index == 0 ? "[" : ",") + indent)
                element.write(to: &buffer, indentedBy: depth + 1)
            }
            buffer.writeString(outdent + "]")
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.enumerated() {
                buffer.writeString((index == 0 ? "{" : ",") + indent)
                Self.write(member.name, to: &buffer)
                buffer.writeStaticString(": ")
                member.value.write(to: &buffer, indentedBy: depth + 1)
            }
            buffer.writeString(outdent + "}")
        default:
            write(to: &buffer)
        }
    }

    static func write(_ text: String, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: "\""))
        writeInside(text, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    /// Writes what stands between the quotation marks.
    static func writeInside(_ text: String, to buffer: inout ByteBuffer) {
        var text = text
        text.withUTF8 { source in
            if source.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                buffer.writeBytes(source)
            } else {
                for octet in source { writeEscaped(octet, to: &buffer) }
            }
        }
    }

    private static func writeEscaped(_ octet: UInt8, to buffer: inout ByteBuffer) {
        switch octet {
        case UInt8(ascii: "\""): buffer.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): buffer.writeStaticString("\\\\")
        case UInt8(ascii: "\n"): buffer.writeStaticString("\\n")
        case UInt8(ascii: "\r"): buffer.writeStaticString("\\r")
        case UInt8(ascii: "\t"): buffer.writeStaticString("\\t")
        case 0..<0x20:
            buffer.writeString("\\u00" + (octet < 0x10 ? "0" : "") + String(octet, radix: 16))
        default: buffer.writeInteger(octet)
        }
    }
}
