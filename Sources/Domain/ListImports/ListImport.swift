package import Postgres

/// A list that comes from elsewhere, and what staff say of it.
package struct ListImport: Sendable {
    package let file: ListFile
    /// Whose headings it has; nil is found out.
    package var profile: ExportProfile?
    /// nil is found out.
    package var encoding: TextEncoding?
    /// The headings of columns whose names say too little.
    package var headings: [ListColumn: String] = [:]
    package var purpose = "updates"
    package var proof = ConsentProof()

    package init(_ file: ListFile) {
        self.file = file
    }
}

/// That people agreed: where, on which day, and to which words. What the rows themselves say goes before it.
package struct ConsentProof: Sendable {
    package enum Wording: Sendable {
        /// As it was shown there, word for word.
        case text(String)
        /// One that is kept here already.
        case version(Int)
    }

    package var source: String?
    /// In the institute's zone.
    package var givenOn: CalendarDate?
    package var wording: Wording?

    package init(source: String? = nil, givenOn: CalendarDate? = nil, wording: Wording? = nil) {
        self.source = source
        self.givenOn = givenOn
        self.wording = wording
    }
}

/// What a list may tell of a person.
package enum ListColumn: String, CaseIterable, Sendable {
    case email, name
    case firstName = "first-name"
    case lastName = "last-name"
    case source
    case confirmedAt = "confirmed-at"
}

/// What becomes of one row.
package enum ListOutcome: String, CaseIterable, Sendable {
    /// With proof: on the list from now.
    case new
    /// Without proof: here, and not on the list until the address itself confirms.
    case toConfirm = "to_confirm"
    case subscribed
    /// Without proof, as before.
    case asked
    case duplicate
    /// Who left by their own word, and is never put back.
    case withdrawn
    /// An address of somebody who has another one now.
    case merged
    /// The proof is of a day to come.
    case future
    case erasure, complaint, unsubscribe, staff
    case hardBounce = "hard_bounce"
    case softBounces = "soft_bounces"

    var isWritten: Bool { self == .new || self == .toConfirm }
}
