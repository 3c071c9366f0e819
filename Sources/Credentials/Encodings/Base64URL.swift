package import Foundation

extension Data {
    /// base64url without padding (RFC 4648 §5).
    package var base64URL: String {
        let octets = base64EncodedData().compactMap { octet -> UInt8? in
            switch octet {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: octet
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// Reads base64url strictly: nil for padding, for another alphabet, and for a text that is not the one these octets are
    /// written as, so that no two texts stand for the same octets.
    package init?(base64URL text: String) {
        var standard = text.utf8.map { octet in
            switch octet {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: octet
            }
        }
        standard += Array(repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
        guard let octets = Data(base64Encoded: Data(standard)), octets.base64URL.utf8.elementsEqual(text.utf8) else {
            return nil
        }
        self = octets
    }
}
