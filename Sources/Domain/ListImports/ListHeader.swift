/// Where in a row of a list each thing stands: by the headings of the profiles, in any order, and by the usual others.
struct ListHeader: Sendable {
    /// How many cells each row has.
    let count: Int
    /// The profile whose headings these are.
    let profile: ExportProfile?
    let headings: [ListColumn: String]
    /// Headings that tell nothing of what is kept here.
    let ignored: [String]
    /// What each cell of a row is.
    let columns: [ListColumn?]

    /// - Parameters:
    ///   - said: Headings that somebody named; they go before what would be found.
    ///   - profile: The one it must be of.
    /// - Throws: `Refusal` of kind invalid when there is no address, a column stands twice, or the profile's are not there.
    init(_ fields: [String], in place: String, said: [ListColumn: String], profile: ExportProfile?) throws {
        let folded = fields.map(Self.folded)
        var problems: [Refusal.Problem] = []
        func refuse(_ words: String) { problems.append(.init(place, "\(place): \(words)")) }

        var columns: [ListColumn?] = folded.map { field in
            ListColumn.allCases.first { said[$0] == nil && $0.aliases.contains(field) }
        }
        for (column, heading) in said.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let index = folded.firstIndex(of: Self.folded(heading)) else {
                refuse("The header lacks the column “\(heading)” that is to be the \(column.rawValue).")
                continue
            }
            columns[index] = column
        }
        // Beside a first name alone, a name is the family's; beside a last name alone it is the first.
        if let index = columns.firstIndex(of: .name), said[.name] == nil {
            switch (columns.contains(.firstName), columns.contains(.lastName)) {
            case (true, false): columns[index] = .lastName
            case (false, true): columns[index] = .firstName
            default: break
            }
        }
        for column in ListColumn.allCases where columns.count(where: { $0 == column }) > 1 {
            let twice = zip(columns, fields).filter { $0.0 == column }.map { "“\($0.1)”" }.joined(separator: " and ")
            refuse("\(twice) may both be the \(column.rawValue); say which: --column \(column.rawValue)=…")
        }
        if !columns.contains(.email) {
            refuse("No heading says where the address stands; name it: --column email=…")
        }
        if let profile {
            for heading in profile.header where !folded.contains(Self.folded(heading)) {
                refuse("The header lacks “\(heading)”, which the profile \(profile.rawValue) has.")
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        count = fields.count
        self.profile = profile ?? ExportProfile.allCases.first { Set($0.header.map(Self.folded)) == Set(folded) }
        let pairs = zip(columns, fields)
        headings = Dictionary(
            pairs.compactMap { column, field in column.map { ($0, field) } },
            uniquingKeysWith: { first, _ in first }
        )
        ignored = pairs.filter { $0.0 == nil && !$0.1.isEmpty }.map(\.1)
        self.columns = columns
    }

    /// Letters and digits alone: `E-Mail-Adresse` is emailadresse, `Prénom` is prenom.
    private static func folded(_ heading: String) -> String {
        Folding.words(of: heading).joined().filter { $0.isLetter || $0.isNumber }
    }
}

extension ListColumn {
    /// Headings in English, German, Spanish, French and Italian, folded.
    fileprivate var aliases: Set<String> {
        switch self {
        case .email:
            [
                "email", "emailaddress", "mail", "emailadresse", "mailadresse", "correo", "correoelectronico",
                "direcciondecorreoelectronico", "courriel", "adresseemail", "adressemail", "adressecourriel",
                "adresseelectronique", "indirizzoemail", "postaelettronica",
            ]
        case .name: ["name", "fullname", "nombre", "nombrecompleto", "nom", "nomcomplet", "nome", "nomecompleto"]
        case .firstName: ["firstname", "givenname", "vorname", "nombredepila", "prenom"]
        case .lastName:
            [
                "lastname", "surname", "familyname", "nachname", "familienname", "apellido", "apellidos",
                "nomdefamille", "cognome",
            ]
        case .source: ["source", "tags", "quelle", "origen", "fuente", "origine"]
        case .confirmedAt: ["confirmedat", "confirmtime", "optintime", "subscribedat", "einwilligungam", "bestatigtam"]
        }
    }
}
