import Postgres

/// A form in which the list leaves, as the platform that imports it wants it.
package enum ExportProfile: String, CaseIterable, Codable, Sendable {
    case kajabi, mailchimp, kit
    /// People without a first name, by address alone: at Kit a blank cell overwrites.
    case kitWithoutName = "kit-without-name"
    case brevo
    /// For people to look at: with a byte order mark, and defanged.
    case spreadsheet
    /// One JSON object a line.
    case jsonl

    /// The names of the columns, fixed by each platform's import.
    package var header: [String] {
        switch self {
        case .kajabi: ["Email Address", "Name", "Phone Number"]
        case .mailchimp: ["Email Address", "First Name", "Last Name", "Tags"]
        case .kit: ["email", "first_name", "tags"]
        case .kitWithoutName: ["email"]
        case .brevo: ["EMAIL", "FIRSTNAME", "LASTNAME"]
        case .spreadsheet: ["Email Address", "Name", "Source", "Confirmed At"]
        case .jsonl: []
        }
    }
}

extension ExportProfile {
    /// What stands before the first row.
    var opening: [UInt8] {
        switch self {
        case .jsonl: []
        case .spreadsheet: [0xEF, 0xBB, 0xBF] + Array((header.joined(separator: ",") + lineEnd).utf8)
        case .kajabi, .mailchimp, .kit, .kitWithoutName, .brevo: Array((header.joined(separator: ",") + lineEnd).utf8)
        }
    }

    /// RFC 4180 wants CRLF; JSON lines end in LF.
    var lineEnd: String { self == .jsonl ? "\n" : "\r\n" }

    /// What PostgreSQL copies out: why a row is held back (NULL when it leaves), then the row's columns.
    ///
    /// First name is all up to the first blank, last name the rest. Tags hold where the consent came from, because a
    /// blank cell would overwrite.
    func copy(_ filter: ExportFilter) -> SQL {
        """
        COPY (SELECT \(columns) FROM subscriber WHERE \(condition(filter)) ORDER BY subscriber.id)
        TO STDOUT WITH (FORMAT csv\(self == .jsonl ? Self.unquoted : ""))
        """
    }

    /// Who of the people that a filter lets through is in this profile, or held back from it.
    func condition(_ filter: ExportFilter) -> SQL {
        self == .kitWithoutName ? "\(filter.condition) AND first_name(name) IS NULL" : filter.condition
    }

    /// No JSON text holds these two characters, so nothing of it is quoted.
    private static let unquoted: SQL = #", DELIMITER E'\x02', QUOTE E'\x01'"#

    private var columns: SQL {
        switch self {
        case .kajabi: "\(Self.formula), email, name, NULL"
        case .mailchimp: "\(Self.formulaOfTwo), email, first_name(name), last_name(name), source"
        case .kit:
            """
            coalesce(\(Self.formula), CASE WHEN first_name(name) IS NULL THEN 'no_first_name' END),
                email, first_name(name), source
            """
        case .kitWithoutName: "\(Self.formula), email"
        case .brevo: "\(Self.formulaOfTwo), email, first_name(name), last_name(name)"
        case .spreadsheet: "NULL, defanged(email), defanged(name), source, \(Self.confirmedAt)"
        case .jsonl:
            """
            NULL,
                (
                    SELECT row_to_json(line)
                    FROM (
                        SELECT email, name, source, purpose, wording_version,
                            (SELECT wording FROM consent_wording WHERE version = wording_version) AS wording,
                            \(Self.confirmedAt) AS confirmed_at
                    ) AS line
                )
            """
        }
    }

    private static let confirmedAt: SQL =
        #"to_char(confirmed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"#
    private static let formula: SQL =
        "CASE WHEN begins_like_a_formula(email) OR begins_like_a_formula(name) THEN 'looks_like_a_formula' END"
    /// Where the last name has a cell of its own, it may begin so as well.
    private static let formulaOfTwo: SQL =
        "coalesce(\(formula), CASE WHEN begins_like_a_formula(last_name(name)) THEN 'looks_like_a_formula' END)"
}
