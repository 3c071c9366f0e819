import Domain
import Postgres

extension SubscriberReport {
    /// Under this many, a share of them may be chance.
    private static let few = 30

    /// `12 of 20`, or a percentage where there are enough to speak of one; never a share of nobody.
    static func share(_ people: Int, of before: Int?) -> String {
        guard let before, before > 0 else { return "" }
        return before < few
            ? "\(people) of \(before)" : "\(Int((Double(people) / Double(before) * 100).rounded())) % of \(before)"
    }

    /// What to keep in mind with so few people; nil where there are enough.
    var caution: String? {
        let people = funnel.first?.people ?? 0
        guard people < Self.few else { return nil }
        return people == 0
            ? "Nobody signed up\(since.map { " since \($0)" } ?? "") yet."
            : "Only \(people == 1 ? "1 person" : "\(people) people") signed up: differences between so few may be chance."
    }

    var headline: String {
        let people = funnel.first?.people ?? 0
        return "\(institute), \(day): \(people) signed up\(since.map { " since \($0)" } ?? ""), "
            + "\(standing.onList) on the list, \(standing.reachable) get mail."
    }

    /// Who is on the list and gets none, besides those whose address is suppressed.
    var unreachable: Int { standing.onList - standing.reachable - standing.suppressed.reduce(0) { $0 + $1.onList } }

    /// Every reason there is, each on its line.
    var standingLines: [(label: String, addresses: Int?, people: Int)] {
        [("Confirmed and not left", nil, standing.onList)]
            + standing.suppressed.map { ("Suppressed: \($0.reason.words)", $0.addresses, $0.onList) }
            + (unreachable > 0 ? [("Erased, or without a known address", nil, unreachable)] : [])
            + [("Get mail", nil, standing.reachable)]
    }
}

extension SubscriberReport.Week {
    var allSuppressed: Int { suppressed.values.reduce(0, +) }

    /// `2 Nov 26`
    var words: String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let year = String(monday.year % 100 + 100).dropFirst()
        return "\(monday.day) \(months[monday.month - 1]) \(year)"
    }
}

extension SubscriberReport.Step.Kind {
    var words: String {
        switch self {
        case .asked: "Asked"
        case .confirmed: "Confirmed"
        case .reserved: "Reserved"
        case .seated: "Confirmed seat"
        case .attended: "Attended"
        case .certified: "Certificate"
        }
    }
}
