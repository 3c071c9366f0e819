package import Foundation
import Postgres

/// All that is known about somebody, as they may have it: sections in a fixed order, and the files that they brought.
package struct Dossier: Sendable {
    /// Something that a section tells: a text, a number, yes or no, or nothing.
    package enum Value: Codable, Equatable, Sendable {
        case none
        case text(String)
        case number(Int)
        case flag(Bool)

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .number(try container.decode(Int.self))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            }
        }
    }

    /// A section as it is filled for one person: each row has a value for each of its columns.
    package struct Part: Sendable {
        package let section: DossierSection
        package let rows: [[String: Value]]
    }

    /// A file that somebody brought, under the name that the sections give it.
    package struct File: Decodable, Sendable {
        package let path: String
        package let octets: Data
    }

    package let person: PersonID
    package let names: [PersonName]
    package let institute: Institute
    package let madeAt: Date
    /// In the order of `DossierSection.all`; a section without rows is there too.
    package let parts: [Part]
    package let files: [File]
    package let certificates: [Certificate]
    package let rules: [RetentionRule]
}

/// One kind of what is known about somebody: what it is called, what stands in a row, and where it lies.
package struct DossierSection: Sendable {
    package struct Column: Sendable {
        package enum Kind: Sendable {
            case text
            /// Words that people wrote; names of staff are taken out of them.
            case words
            /// A word of the product's, such as a state.
            case code
            /// RFC 3339, in UTC.
            case time
            /// `2027-01-31`.
            case day
            case number
            case flag
            /// Minor units of the currency in the column `currency` beside it.
            case money
            /// For programs alone.
            case machine
        }

        package let name: String
        package let label: String
        package let kind: Kind

        init(_ kind: Kind, _ name: String, _ label: String = "") {
            self.name = name
            self.label = label
            self.kind = kind
        }
    }

    /// Whom a section is asked about: all rows of one human, and the keyed digests of their addresses.
    struct Subject: Sendable {
        let rows: [PersonID]
        let digests: [[UInt8]]

        var claims: SQL { "(SELECT enrollment.id FROM enrollment WHERE enrollment.person_id = ANY(\(rows)))" }
        var certificates: SQL { "(SELECT certificate.id FROM certificate WHERE certificate.person_id = ANY(\(rows)))" }
    }

    package let name: String
    package let title: String
    /// What it is, for the person.
    package let words: String
    package let columns: [Column]
    /// The tables whose rows about somebody are told here.
    package let tables: Set<String>
    /// Rows with the columns by name, in an order that is always the same.
    let query: @Sendable (Subject) -> SQL

    init(
        _ name: String,
        _ title: String,
        _ words: String,
        from tables: Set<String>,
        _ columns: [Column],
        _ query: @escaping @Sendable (Subject) -> SQL
    ) {
        self.name = name
        self.title = title
        self.words = words
        self.columns = columns
        self.tables = tables
        self.query = query
    }

    package static let all: [DossierSection] =
        people + claims + progress + exams + certificates + renewals + mail + trail
}
