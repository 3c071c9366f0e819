import Domain

/// The register's one field, and who was found.
struct RegisterView: Sendable {
    struct Holder: Sendable {
        let name: String
        let credential: String
        let city: String?
        let page: String
    }

    let heading = "Find a holder"
    let typed: String
    let trouble: String?
    /// How many are in it, while nothing was asked.
    let count: String?
    /// What was found, in words; nil while nothing was asked.
    let foundWords: String?
    let hasHolders: Bool
    let holders: [Holder]
    let next: String?
    let isCut: Bool

    private init(
        typed: String,
        trouble: String? = nil,
        count: String? = nil,
        foundWords: String? = nil,
        holders: [Holder] = [],
        next: String? = nil,
        isCut: Bool = false
    ) {
        // Somebody may paste a whole letter; its beginning is enough to see what it was.
        self.typed = String(typed.prefix(80))
        self.trouble = trouble
        self.count = count
        self.foundWords = foundWords
        hasHolders = !holders.isEmpty
        self.holders = holders
        self.next = next
        self.isCut = isCut
    }

    init(count: Int) {
        let words =
            switch count {
            case 0: "Nobody is in it yet."
            case 1: "One holder is in it."
            default: "\(count) holders are in it."
            }
        self.init(typed: "", count: words)
    }

    init(trouble: String, typed: String) { self.init(typed: typed, trouble: trouble) }

    init(_ found: Register.Found, typed: String, isFirst: Bool) {
        let words =
            switch found.listings.count {
            case 0: isFirst ? "Nobody found." : "Nobody else found."
            case 1 where isFirst && found.next == nil: "One holder found."
            default: found.next == nil && isFirst ? "\(found.listings.count) holders found." : "Holders found"
            }
        self.init(
            typed: typed,
            foundWords: words,
            holders: found.listings.map {
                Holder(name: $0.name, credential: $0.title, city: $0.city, page: "/verify/\($0.printedID)")
            },
            next: found.next.map { "/register?q=\(typed.queryEncoded)&after=\($0)" },
            isCut: found.isCut
        )
    }
}

/// What a holder sees behind the mailed link.
struct RegisterChoiceView: Sendable {
    let heading: String
    let name: String
    let credential: String
    let id: String
    let city: String
    let wording: String
    let action: String
    let trouble: String?
    let isIn: Bool
    /// What is so now.
    let state: String
    /// Whether they may enter: the certificate is active.
    let mayEnter: Bool

    init(_ choice: RegisterChoice, token: String, trouble: String?, typed: String?, zone: String) {
        let certificate = choice.certificate
        heading = choice.isIn ? "You are in our register" : "Do you want to be found?"
        name = certificate.name ?? ""
        credential = certificate.title
        id = certificate.printedID
        city = typed ?? choice.city
        wording = choice.wording
        action = "/register/\(token)"
        self.trouble = trouble
        isIn = choice.isIn
        mayEnter = certificate.status == .active
        let since = choice.since.map { LocalClock(zone).day($0) } ?? ""
        state =
            switch (choice.isIn, mayEnter) {
            case (true, true): "Since \(since) anybody who looks finds you as it stands here."
            case (true, false):
                "You said yes on \(since), but nobody finds you: the certificate is \(certificate.status.rawValue)."
            case (false, true): "You are not in our public register. So you would stand there:"
            case (false, false):
                "You are not in our public register, and cannot be for now: the certificate is \(certificate.status.rawValue)."
            }
    }
}

extension String {
    /// As a value in a query (RFC 3986, unreserved characters alone).
    fileprivate var queryEncoded: String {
        utf8.map { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(UnicodeScalar(octet))
            default: "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
