/// base58btc: Bitcoin's 58 characters, without `0 O I l` (draft-msporny-base58-03).
package enum Base58 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    /// Decoding takes the square of the length, so longer texts than a key or a signature has are refused.
    static let longest = 256

    package static func encode(_ octets: some Collection<UInt8>) -> String {
        let zeros = octets.prefix { $0 == 0 }.count
        var digits: [UInt8] = []
        for octet in octets {
            var carry = Int(octet)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let leading = repeatElement(alphabet[0], count: zeros)
        return String(decoding: leading + digits.reversed().map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// Nil for a character outside of the alphabet, and for more than 256 characters.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count <= longest else { return nil }
        let zeros = text.utf8.prefix { $0 == alphabet[0] }.count
        var octets: [UInt8] = []
        for character in text.utf8 {
            guard var carry = alphabet.firstIndex(of: character) else { return nil }
            for index in octets.indices {
                carry += Int(octets[index]) * 58
                octets[index] = UInt8(carry & 255)
                carry >>= 8
            }
            while carry > 0 {
                octets.append(UInt8(carry & 255))
                carry >>= 8
            }
        }
        return Array(repeating: 0, count: zeros) + octets.reversed()
    }
}
