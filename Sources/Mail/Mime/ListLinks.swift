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

    var fields: [(name: String, value: String)] {
        let ways = (["<\(url)>"] + (mailto.map { ["<\($0)>"] } ?? [])).joined(separator: ", ")
        return [
            ("List-Id", "<\(id)>"), ("List-Unsubscribe", ways), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Precedence", "bulk"),
        ]
    }
}
