import Postgres

/// A time that a list tells, as PostgreSQL reads it: one that it refused would end the whole import.
struct ListMoment {
    let words: String

    /// The beginning of a day of the years 1 to 9999.
    init?(_ day: CalendarDate, in zone: String) {
        guard (1...9_999).contains(day.year) else { return nil }
        words = "\(day) 00:00 \(zone)"
    }

    /// Reads `2026-11-22T10:00:00Z`, also with a fraction or an offset; `2026-11-22 10:00:00`, of UTC as the platforms
    /// write; and `2026-11-22`.
    init?(_ text: String, in zone: String) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        if let day = CalendarDate(text) {
            guard let midnight = Self(day, in: zone) else { return nil }
            words = midnight.words
            return
        }
        guard text.count >= 19, let day = CalendarDate(text.prefix(10)), (1...9_999).contains(day.year) else {
            return nil
        }
        let time = text.dropFirst(11).prefix(8)
        guard Self.isTime(time), let parting = text.dropFirst(10).first, parting == "T" || parting == " " else {
            return nil
        }
        var rest = text.dropFirst(19)
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let offset = rest.isEmpty && parting == " " ? "Z" : Self.offset(rest) else { return nil }
        words = "\(day)T\(time)\(fraction.isEmpty ? "" : ".\(fraction.prefix(6))")\(offset)"
    }

    /// Whether it is `23:59:59` or before.
    private static func isTime(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 3 && zip(parts, [24, 60, 60]).allSatisfy { isNumber($0, below: $1) }
    }

    /// `Z`, or `+01:00` also as `+0100` and `+01`; PostgreSQL knows none of sixteen hours.
    private static func offset(_ text: Substring) -> String? {
        if text == "Z" { return "Z" }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let (hours, rest) = (text.dropFirst().prefix(2), text.dropFirst(3))
        let minutes = rest.first == ":" ? rest.dropFirst() : rest.isEmpty ? "00" : rest
        guard isNumber(hours, below: 16), isNumber(minutes, below: 60) else { return nil }
        return "\(sign)\(hours):\(minutes)"
    }

    private static func isNumber(_ text: Substring, below limit: Int) -> Bool {
        text.count == 2 && text.allSatisfy(\.isDigit) && Int(text).map { $0 < limit } ?? false
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

extension ListTerms {
    func moment(_ text: String) throws(InvalidInput) -> String {
        guard let moment = ListMoment(text, in: zone) else {
            throw InvalidInput(
                .init(
                    "confirmed-at",
                    "“\(text.prefix(40))” is no time; write it like 2026-11-22T10:00:00Z or 2026-11-22."
                )
            )
        }
        return moment.words
    }
}
