/// How the reader of a mail to the list leaves it: by one click (RFC 8058), or by mail (RFC 2369).
package struct ListLinks: Sendable {
    /// `https://registrar.example.org/leave/TOKEN`: a POST there unsubscribes, a GET only asks.
    package let url: String
    /// Where a mail with the token as its subject does the same; nil where nobody reads such mail.
    package let mailto: String?
    /// The list's name and place, as a domain (RFC 2919): `updates.registrar.example.org`.
    package let id: String

    package init(url: String, mailto: String?, id: String) {
        self.url = url
        self.mailto = mailto
        self.id = id
    }

    /// The same, where a mail of the token to an address of ours leaves the list too.
    func answered(at address: String?) -> ListLinks {
        guard let address, let token = url.split(separator: "/").last else { return self }
        return ListLinks(url: url, mailto: "mailto:\(address)?subject=\(token)", id: id)
    }

    /// The fields that say so, ahead of all others, each way on a line of its own.
    ///
    /// They are written here, because the MIME library encodes long words of fields that it does not know (RFC 2047), and within
    /// angle brackets nobody decodes them: a link of a real token would be none.
    var header: [UInt8] {
        let ways = [url] + (mailto.map { [$0] } ?? [])
        return Array(
            """
            List-Id: <\(id.inURL)>\r
            List-Unsubscribe: \(ways.map { "<\($0.inURL)>" }.joined(separator: ",\r\n "))\r
            List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
            Precedence: bulk\r

            """.utf8
        )
    }
}

extension String {
    /// With every octet that has no place in a URL as its two digits, so that nothing ends the field.
    fileprivate var inURL: String {
        utf8.map { octet in
            switch octet {
            case 0x21...0x7E where octet != UInt8(ascii: "<") && octet != UInt8(ascii: ">"):
                String(UnicodeScalar(octet))
            default: "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
