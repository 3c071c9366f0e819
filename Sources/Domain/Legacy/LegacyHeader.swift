/// Where in a row each column of old certificates stands.
///
/// Case, blanks, hyphens and underscores of a name do not matter, and the usual other names are known.
struct LegacyHeader: Sendable {
    enum Column: String, CaseIterable, Sendable {
        case number, name, program, issued, expires
        case email, credential, status, statusSince = "status_since", city

        var isNeeded: Bool {
            switch self {
            case .number, .name, .program, .issued, .expires: true
            case .email, .credential, .status, .statusSince, .city: false
            }
        }

        /// Other names, without blanks and marks.
        fileprivate var aliases: Set<String> {
            switch self {
            case .number: ["number", "no", "certificate", "certificateno", "certificatenumber", "certificateid"]
            case .name: ["name", "fullname", "holder"]
            case .program: ["program", "programme"]
            case .issued: ["issued", "issuedon", "issuedate", "dateissued"]
            case .expires:
                ["expires", "expireson", "expiry", "expirydate", "expiration", "expirationdate", "validuntil"]
            case .email: ["email", "emailaddress", "mail"]
            case .credential: ["credential", "title"]
            case .status: ["status", "state"]
            case .statusSince: ["statussince", "since"]
            case .city: ["city", "town"]
            }
        }
    }

    /// How many cells each row has.
    let count: Int
    let ignored: [String]
    private let places: [Column: Int]

    static var neededWords: String {
        Column.allCases.filter(\.isNeeded).map(\.rawValue).joined(separator: ", ")
    }

    /// - Throws: `Refusal` of kind invalid when a needed column is missing, or one stands twice.
    init(_ fields: [String], in name: String, line: Int) throws {
        var places: [Column: Int] = [:]
        var (ignored, problems): ([String], [Refusal.Problem]) = ([], [])
        func refuse(_ words: String) { problems.append(.init("\(name):\(line)", "\(name):\(line): \(words)")) }
        for (index, field) in fields.enumerated() {
            let plain = field.lowercased().filter { !" -_.".contains($0) }
            guard let column = Column.allCases.first(where: { $0.aliases.contains(plain) }) else {
                ignored.append(field)
                continue
            }
            if places.updateValue(index, forKey: column) != nil {
                refuse("The column “\(column.rawValue)” stands twice in the header.")
            }
        }
        for column in Column.allCases where column.isNeeded && places[column] == nil {
            refuse("The header lacks the column “\(column.rawValue)”.")
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        (count, self.ignored, self.places) = (fields.count, ignored, places)
    }

    func cell(_ column: Column, of fields: [String]) -> String { places[column].map { fields[$0] } ?? "" }
}
