import Credentials
import Postgres

/// What one row of the file says, and everything that is wrong with it.
struct LegacyReading {
    /// Before it no institute of this kind issued anything.
    static let earliest = CalendarDate(year: 1980, month: 1, day: 1)

    private(set) var faults: [(column: String, words: String)] = []
    private(set) var number: LegacyNumber?
    /// nil when something is wrong.
    private(set) var row: LegacyRow?

    init(_ fields: [String], _ line: Int, _ header: LegacyHeader) {
        func cell(_ column: LegacyHeader.Column) -> String { header.cell(column, of: fields) }
        number = read(number: cell(.number))
        let name = read("name") { () throws(InvalidInput) in try PersonName(typed: cell(.name)) }
        let email =
            cell(.email).isEmpty
            ? nil : read("email") { () throws(InvalidInput) in try EmailAddress(typed: cell(.email)) }
        let program = cell(.program).uppercased()
        if program.isEmpty { fault("program", "Say to which program of today it belongs, as MES.") }
        let issued = read(date: cell(.issued), "issued")
        let expires = ["none", "never"].contains(cell(.expires).lowercased()) ? nil : read(end: cell(.expires))
        let state = read(state: cell(.status))
        let since = state == .active ? nil : read(since: cell(.statusSince), state)
        if let issued {
            if let expires, expires.last < issued.first {
                fault("expires", "“\(cell(.expires))” is before “\(cell(.issued))”, when it was issued.")
            }
            if let since, since.last < issued.first {
                fault("status_since", "“\(cell(.statusSince))” is before “\(cell(.issued))”, when it was issued.")
            }
        }
        let credential = read(text: cell(.credential), "credential", most: 200)
        let city = read(text: cell(.city), "city", most: 100)
        guard faults.isEmpty, let number, let name, let issued else { return }
        row = LegacyRow(
            line: line,
            number: number,
            name: name,
            email: email,
            program: program,
            credential: credential,
            issued: issued,
            expires: expires,
            state: state,
            isSaidExpired: cell(.status).lowercased() == "expired",
            since: since,
            city: city
        )
    }

    private mutating func fault(_ column: String, _ words: String) { faults.append((column, words)) }

    private mutating func read<Value>(_ column: String, _ value: () throws(InvalidInput) -> Value) -> Value? {
        do { return try value() } catch {
            fault(column, error.problem.message)
            return nil
        }
    }

    private mutating func read(number text: String) -> LegacyNumber? {
        guard !text.isEmpty else {
            fault("number", "The number on the paper is missing.")
            return nil
        }
        guard let number = LegacyNumber(text), !text.unicodeScalars.contains(where: \.isControl) else {
            fault("number", "“\(text.prefix(80))” is no number of 1 to \(LegacyNumber.longest) letters, digits, signs.")
            return nil
        }
        if case .id = CertificateID.read(text) {
            fault(
                "number",
                """
                “\(text)” ends like an ID of this register, check character and all, so it would be looked up as one and \
                never be found. Enter it with a mark that sets it apart, as \(text)/old.
                """
            )
            return nil
        }
        return number
    }

    private mutating func read(date text: String, _ column: String) -> RecordedDate? {
        guard let date = RecordedDate(text) else {
            fault(
                column,
                text.isEmpty
                    ? "The date is missing; a year is enough."
                    : "“\(text.prefix(40))” is no date; write it like 1996-05-31, 1996-05 or 1996."
            )
            return nil
        }
        guard date.first >= Self.earliest else {
            fault(column, "“\(text)” is before \(Self.earliest.year).")
            return nil
        }
        return date
    }

    private mutating func read(end text: String) -> RecordedDate? {
        guard !text.isEmpty else {
            fault("expires", "Say when its term ends (a year is enough), or none for one without end.")
            return nil
        }
        guard let date = read(date: text, "expires") else { return nil }
        guard date.last.year < 9_999 else {
            fault("expires", "“\(text)” is an end that nobody sees; write none for one without end.")
            return nil
        }
        return date
    }

    private mutating func read(state text: String) -> Certificate.State {
        switch text.lowercased() {
        case "", "active", "valid", "expired": return .active
        case "suspended": return .suspended
        case "revoked", "withdrawn": return .revoked
        case "surrendered": return .surrendered
        default:
            fault("status", "“\(text.prefix(40))” is none of active, expired, suspended, revoked, surrendered.")
            return .active
        }
    }

    private mutating func read(since text: String, _ state: Certificate.State) -> RecordedDate? {
        guard !text.isEmpty else {
            fault("status_since", "It is \(state.rawValue): say since when; a year is enough.")
            return nil
        }
        return read(date: text, "status_since")
    }

    private mutating func read(text: String, _ column: String, most: Int) -> String? {
        guard !text.isEmpty else { return nil }
        let scalars = text.unicodeScalars
        guard scalars.count <= most, !scalars.contains(where: { $0.isControl || $0.turnsText || $0.isInvisible }) else {
            fault(column, "It is longer than \(most) characters, or holds an invisible sign.")
            return nil
        }
        return text
    }
}
