/// Fields of `application/x-www-form-urlencoded` text: a query, or the body of a form.
struct Form: Sendable {
    private(set) var fields: [String: String] = [:]

    /// - Throws: *Malformed* for broken escapes, invalid UTF-8, a NUL, and a field given twice.
    init(_ octets: some Collection<UInt8>) throws {
        for pair in octets.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            guard fields[name] == nil else { throw Problem.malformed("“\(name)” is given twice; give it once.") }
            fields[name] = try parts.count == 2 ? Self.decode(parts[1]) : ""
        }
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    private static func decode(_ octets: some Collection<UInt8>) throws -> String {
        var decoded: [UInt8] = []
        var rest = octets.makeIterator()
        while let octet = rest.next() {
            switch octet {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
                    throw Problem.malformed("A % must be followed by two hexadecimal digits.")
                }
                decoded.append(high << 4 | low)
            default:
                decoded.append(octet)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self), !decoded.contains(0) else {
            throw Problem.malformed(
                "What was sent holds a NUL or is not UTF-8; remove the strange character and send it again."
            )
        }
        return text
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
