import Credentials
import Domain
import Foundation

/// An object that is written member by member, with no tree of values in between: for answers that go out in crowds.
struct JSONObject {
    private(set) var octets: [UInt8] = []
    private var isEmpty = true

    /// - Parameter capacity: About how many octets it will have.
    init(capacity: Int, _ members: (inout Self) -> Void) {
        octets.reserveCapacity(capacity)
        write(members)
    }

    mutating func put(_ name: StaticString, _ text: String?) {
        begin(name)
        if let text { JSON.write(text, to: &octets) } else { octets.append(word: "null") }
    }

    /// Text in three parts.
    mutating func put(_ name: StaticString, _ first: String, _ second: String, _ third: String) {
        begin(name)
        octets.append(UInt8(ascii: "\""))
        JSON.writeInside(first, to: &octets)
        JSON.writeInside(second, to: &octets)
        JSON.writeInside(third, to: &octets)
        octets.append(UInt8(ascii: "\""))
    }

    mutating func put(_ name: StaticString, _ number: Int) {
        begin(name)
        octets.append(contentsOf: String(number).utf8)
    }

    mutating func put(_ name: StaticString, _ date: Date) {
        begin(name)
        octets.append(UInt8(ascii: "\""))
        octets.append(rfc3339: date)
        octets.append(UInt8(ascii: "\""))
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
        octets.append(UInt8(ascii: "{"))
        isEmpty = true
        members(&self)
        octets.append(UInt8(ascii: "}"))
        isEmpty = false
    }

    private mutating func begin(_ name: StaticString) {
        octets.append(word: isEmpty ? "\"" : ",\"")
        isEmpty = false
        octets.append(word: name)
        octets.append(word: "\":")
    }
}
