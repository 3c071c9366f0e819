import Credentials
import Domain
import Foundation
import NIOCore

/// An object that is written member by member, with no tree of values in between: for answers that go out in crowds.
struct JSONObject {
    private(set) var buffer = ByteBuffer()
    private var isEmpty = true

    /// - Parameter capacity: About how many octets it will have.
    init(capacity: Int, _ members: (inout Self) -> Void) {
        buffer.reserveCapacity(capacity)
        write(members)
    }

    mutating func put(_ name: StaticString, _ text: String?) {
        begin(name)
        if let text { JSON.write(text, to: &buffer) } else { buffer.writeStaticString("null") }
    }

    /// Text in three parts.
    mutating func put(_ name: StaticString, _ first: String, _ second: String, _ third: String) {
        begin(name)
        buffer.writeInteger(UInt8(ascii: "\""))
        JSON.writeInside(first, to: &buffer)
        JSON.writeInside(second, to: &buffer)
        JSON.writeInside(third, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    mutating func put(_ name: StaticString, _ number: Int) {
        begin(name)
        buffer.writeString(String(number))
    }

    mutating func put(_ name: StaticString, _ date: Date) {
        begin(name)
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.write(rfc3339: date)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    /// A time as exactly as it is known.
    mutating func put(_ name: StaticString, _ known: KnownDate?, in zone: String) {
        if let known, known.precision == nil { put(name, known.date) } else { put(name, known?.text(in: zone)) }
    }

    mutating func put(_ name: StaticString, _ members: (inout Self) -> Void) {
        begin(name)
        write(members)
    }

    private mutating func write(_ members: (inout Self) -> Void) {
        buffer.writeInteger(UInt8(ascii: "{"))
        isEmpty = true
        members(&self)
        buffer.writeInteger(UInt8(ascii: "}"))
        isEmpty = false
    }

    private mutating func begin(_ name: StaticString) {
        buffer.writeStaticString(isEmpty ? "\"" : ",\"")
        isEmpty = false
        buffer.writeStaticString(name)
        buffer.writeStaticString("\":")
    }
}
