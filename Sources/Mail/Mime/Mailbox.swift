import Domain
import Foundation

/// A name and an address that cannot end their header line, whatever was typed.
struct Mailbox {
    let name: String
    /// As the mail system takes it: the domain in A-labels.
    let address: String

    var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }

    /// - Throws: `UnfitLetter` for an address that could be read as more than one address.
    init(name: String, address: String) throws {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), address.utf8.count <= 254,
            !address.unicodeScalars.contains(where: Self.isForbidden)
        else { throw UnfitLetter("The address \(address.debugDescription) cannot be written to.") }
        self.name = name.onOneLine
        self.address = "\(parts[0])@\(try DomainName.wire(parts[1]))"
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            || scalar.properties.generalCategory == .format || "<>()[],;:\\\"".unicodeScalars.contains(scalar)
    }
}

/// Where the service is found on the web: `https://registrar.example.org`.
struct Origin {
    let host: String

    init(_ publicUrl: String) throws {
        guard let host = URL(string: publicUrl)?.host(percentEncoded: true), !host.isEmpty,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "@") })
        else { throw UnfitLetter("The institute's public URL \(publicUrl.debugDescription) has no host name.") }
        self.host = host
    }
}
