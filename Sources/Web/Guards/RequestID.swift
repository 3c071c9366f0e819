import Synchronization

/// A name for one request, short enough to read aloud: thirteen letters and digits, unique in a process and hardly met in another.
enum RequestID {
    private static let next = Atomic<UInt64>(.random(in: .min ... .max))
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func make() -> String {
        // Thirteen octets stay inside the string: no allocation.
        var number = next.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        return String(unsafeUninitializedCapacity: 13) { text in
            for index in 0..<13 {
                text[index] = alphabet[Int(number & 31)]
                number >>= 5
            }
            return 13
        }
    }

    /// Whether a name that a trusted proxy gave is fit to stand in headers and logs.
    static func isWellFormed(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
