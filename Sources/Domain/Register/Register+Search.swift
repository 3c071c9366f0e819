import Credentials
import Foundation
import Postgres

/// What somebody looks for in the register: the beginnings of words, all of which a holder has.
package struct RegisterSearch: Sendable {
    /// Characters of a search, and words in it.
    package static let longest = 200
    static let mostWords = 8

    let words: [String]

    /// - Throws: `search-too-long`, and `search-too-short` for less than two letters.
    package init(_ text: String) throws {
        guard text.unicodeScalars.count <= Self.longest else {
            throw Refusal(
                .invalid,
                "search-too-long",
                "Type \(Self.longest) characters at most: a name, a credential or a city.",
                problems: [.init("q", "Type \(Self.longest) characters at most: a name, a credential or a city.")]
            )
        }
        let words = Folding.words(of: text)
        guard words.contains(where: { $0.unicodeScalars.count >= 2 }), words.count <= Self.mostWords else {
            let message =
                words.count > Self.mostWords
                ? "Type \(Self.mostWords) words at most."
                : "Type at least two letters of a name, a credential or a city."
            throw Refusal(.invalid, "search-too-short", message, problems: [.init("q", message)])
        }
        self.words = words
    }

    /// As PostgreSQL's `tsquery` takes it: each word in quotes, in which nothing means anything but itself.
    var query: String {
        words.map { word in
            "'" + word.replacing("\\", with: "\\\\").replacing("'", with: "''") + "':*"
        }.joined(separator: " & ")
    }
}

extension Register {
    /// What a search finds, a page of it.
    package struct Found: Sendable {
        package let listings: [Listing]
        /// For the page after; nil on the last, and on the last that anybody gets.
        package let next: String?
        /// Whether there are more than anybody gets: the register is for who looks for somebody, not for who collects.
        package let isCut: Bool
    }

    package static let pageSize = 20
    package static let mostPages = 10

    /// - Parameter after: `next` of the page before.
    /// - Throws: `page-unknown` for a cursor that none of ours is.
    package func search(_ search: RegisterSearch, after cursor: String? = nil) async throws -> Found {
        let page = try cursor.map(Self.page) ?? 0
        let found: [Listing] = try await store.read {
            try $0.all(
                """
                SELECT
                    certificate.id, certificate.prefix, certificate.name, certificate.is_test, entry.city,
                    coalesce(certificate.credential_name, program_version.name) AS credential
                FROM register_entry AS entry
                JOIN certificate ON certificate.id = entry.certificate_id
                JOIN program_version ON program_version.id = certificate.program_version_id
                WHERE entry.words @@ \(search.query)::text::tsquery AND \(Self.isShown)
                ORDER BY entry.sort_key, certificate.number
                OFFSET \(page * Self.pageSize)
                LIMIT \(Self.pageSize + 1)
                """
            )
        }
        let hasMore = found.count > Self.pageSize
        let isLast = page + 1 >= Self.mostPages
        return Found(
            listings: Array(found.prefix(Self.pageSize)),
            next: hasMore && !isLast ? Data("p\(page + 1)".utf8).base64URL : nil,
            isCut: hasMore && isLast
        )
    }

    private static func page(_ cursor: String) throws -> Int {
        let text = Data(base64URL: cursor).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard text.hasPrefix("p"), let page = Int(text.dropFirst()), (1..<mostPages).contains(page) else {
            throw Refusal.invalid("after", "This is no page of this search. Take `next` of the page before.")
        }
        return page
    }
}
