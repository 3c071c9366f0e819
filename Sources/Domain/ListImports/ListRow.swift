import Crypto

/// What a row of a list says, cell by cell as it is written there.
struct ListCells {
    var email: String?
    var name: String?
    var firstName: String?
    var lastName: String?
    var source: String?
    var confirmedAt: String?
    var purpose: String?
    var wording: String?

    subscript(column: ListColumn) -> String? {
        get {
            switch column {
            case .email: email
            case .name: name
            case .firstName: firstName
            case .lastName: lastName
            case .source: source
            case .confirmedAt: confirmedAt
            }
        }
        set {
            switch column {
            case .email: email = newValue
            case .name: name = newValue
            case .firstName: firstName = newValue
            case .lastName: lastName = newValue
            case .source: source = newValue
            case .confirmedAt: confirmedAt = newValue
            }
        }
    }
}

/// A row of a list that can be taken: an address, and what was said of it.
struct ListRow {
    let line: Int
    let email: EmailAddress
    let name: PersonName?
    let source: String?
    /// As PostgreSQL reads a time.
    let givenAt: String?
    let wording: String?
    /// Whether its wording is to be kept, and is not yet.
    let bringsWording: Bool
    let isProven: Bool

    /// - Throws: `InvalidInput` with the column that cannot be taken, and how to mend it.
    init(_ cells: ListCells, line: Int, under terms: ListTerms) throws(InvalidInput) {
        self.line = line
        if let purpose = cells.purpose?.trimmedOrNil, purpose != terms.purpose {
            throw InvalidInput(
                .init(
                    "purpose",
                    "The row is of the purpose “\(purpose.prefix(40))”, this import of “\(terms.purpose)”; see --purpose."
                )
            )
        }
        email = try EmailAddress(typed: cells.email ?? "")
        let whole = cells.name ?? [cells.firstName, cells.lastName].compactMap(\.?.trimmedOrNil).joined(separator: " ")
        name = try whole.trimmedOrNil.map { text throws(InvalidInput) in try PersonName(typed: text) }
        // A tag that is no source of ours says nothing of where the consent came from.
        source = cells.source?.trimmedOrNil.flatMap { terms.sources.contains($0) ? $0 : nil } ?? terms.source
        givenAt =
            try cells.confirmedAt?.trimmedOrNil.map { text throws(InvalidInput) in try terms.moment(text) }
            ?? terms.givenAt
        wording = cells.wording?.trimmedOrNil
        let standing = try wording.map { text throws(InvalidInput) in try terms.wordings.standing(of: text) }
        // Who agreed to the words of another purpose did not agree to this one.
        let hasWording = standing.map { $0 != .ofAnotherPurpose } ?? terms.hasWording
        isProven = source != nil && givenAt != nil && hasWording
        bringsWording = isProven && standing == .new
    }
}

/// What holds for every row of an import.
struct ListTerms: Sendable {
    /// Sources that are known here.
    let sources: Set<String>
    let purpose: String
    /// IANA, the institute's: days without a time are of it.
    let zone: String
    let source: String?
    let givenAt: String?
    let hasWording: Bool
    let wordings: ListWordings
    let key: SymmetricKey
}

extension ListRow {
    /// The row as CSV for `list_import_row`.
    func append(to octets: inout [UInt8], under terms: ListTerms) {
        octets += String(line).utf8
        for cell in [
            email.rawValue, "\\x" + email.digest(with: terms.key).hexadecimal, name?.rawValue, terms.purpose, source,
            givenAt, wording,
        ] {
            octets.append(UInt8(ascii: ","))
            guard let cell else { continue }
            octets.append(UInt8(ascii: "\""))
            for octet in cell.utf8 {
                if octet == UInt8(ascii: "\"") { octets.append(octet) }
                octets.append(octet)
            }
            octets.append(UInt8(ascii: "\""))
        }
        octets += (isProven ? ",t\n" : ",f\n").utf8
    }
}
