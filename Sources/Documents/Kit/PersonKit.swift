package import Foundation

/// All that an institute knows about somebody, packed for them: a page to read and to print, the same for programs, and files.
package struct PersonKit: Sendable {
    /// A table of the page; in a narrow window each row is a card.
    package struct Section: Sendable {
        package let name: String
        package let title: String
        package let words: String
        package let columns: [String]
        /// As many cells as there are columns; an empty one has nothing to say.
        package let rows: [[String]]

        package init(name: String, title: String, words: String, columns: [String], rows: [[String]]) {
            self.name = name
            self.title = title
            self.words = words
            self.columns = columns
            self.rows = rows
        }
    }

    package var name: String
    package var issuer: String
    package var contact: String
    package var postalAddress: String
    /// When it was made, in words.
    package var made: String
    package var sections: [Section]
    /// What is kept and not in here, and why.
    package var withheld: [(what: String, why: String)]
    /// What goes by itself, and when.
    package var kept: [(what: String, period: String, why: String)]
    /// `person.json`.
    package var json: String
    package var files: [ZipArchive.Entry]
    /// The time of all files in it.
    package var madeAt: Date

    package init(
        name: String,
        issuer: String,
        contact: String,
        postalAddress: String,
        made: String,
        sections: [Section],
        withheld: [(what: String, why: String)],
        kept: [(what: String, period: String, why: String)],
        json: String,
        files: [ZipArchive.Entry],
        madeAt: Date
    ) {
        self.name = name
        self.issuer = issuer
        self.contact = contact
        self.postalAddress = postalAddress
        self.made = made
        self.sections = sections
        self.withheld = withheld
        self.kept = kept
        self.json = json
        self.files = files
        self.madeAt = madeAt
    }

    /// One `.zip`: `index.html`, `person.json`, then the files in their order.
    ///
    /// - Throws: `UnfitDocument` when it cannot be packed.
    package func packed() throws(UnfitDocument) -> [UInt8] {
        try ZipArchive.pack(
            [
                .init(name: "index.html", octets: Array(page.utf8)),
                .init(name: "person.json", octets: Array(json.utf8)),
            ] + files,
            at: madeAt
        )
    }
}
