import Postgres
import Yams

extension YAMLReading {
    /// The key `renewal` of a program; certificates of a program without it are not renewed.
    func renewal(of program: Fields) -> RenewalRules? {
        let keys = [
            "minutes", "kinds", "licenses", "fee_minor", "currency", "opens_days", "grace_days", "reinstatement",
            "foundations_before",
        ]
        guard let node = program.pairs["renewal"], let fields = mapping(node, "The renewal", keys: keys) else {
            return nil
        }
        if program.pairs["term_months"] == nil {
            report(node, "What has no term is not renewed; add term_months, or take renewal away.")
        }
        let minutes = needed(fields, "minutes", in: 1...44_640)
        let fee = needed(fields, "fee_minor", in: 0...1_000_000_000)
        let currency = text(fields, "currency", longest: 3)
        if let currency, currency.value.wholeMatch(of: /[A-Z]{3}/) == nil {
            report(
                currency.node,
                "currency is a code of ISO 4217, as in `currency: USD`; here stands “\(currency.value)”."
            )
        }
        let opens = needed(fields, "opens_days", in: 1...400)
        let grace = needed(fields, "grace_days", in: 0...400)
        let kinds = kinds(of: fields)
        let licenses = licenses(of: fields)
        let reinstatement = reinstatement(of: fields)
        let foundations = foundationsBefore(of: fields)
        guard problems.isEmpty, let minutes, let fee, let currency, let opens, let grace else { return nil }
        return RenewalRules(
            minutes: minutes.value,
            kinds: kinds,
            licenses: licenses,
            feeMinor: fee.value,
            currency: currency.value,
            opensDays: opens.value,
            graceDays: grace.value,
            reinstatement: reinstatement,
            foundationsBefore: foundations
        )
    }

    private func kinds(of renewal: Fields) -> [RenewalCredit.Kind] {
        var kinds: [RenewalCredit.Kind] = []
        for node in list(renewal, "kinds") {
            guard let word = node.scalar?.string, let counted = RenewalCredit.Kind(rawValue: word) else {
                let known = RenewalCredit.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                report(node, "A kind that counts is one of \(known); here stands \(kind(of: node)).")
                continue
            }
            if kinds.contains(counted) { report(node, "The kind “\(word)” stands twice here.") }
            kinds.append(counted)
        }
        return kinds
    }

    /// A list of short words in capitals; none where the key is not there.
    private func licenses(of renewal: Fields) -> [String] {
        guard renewal.pairs["licenses"] != nil else { return [] }
        var licenses: [String] = []
        for node in list(renewal, "licenses") {
            guard let word = node.scalar?.string, word.wholeMatch(of: /[A-Z]{1,10}/) != nil else {
                report(node, "A license is 1 to 10 capitals, like RPT; here stands \(kind(of: node)).")
                continue
            }
            if licenses.contains(word) { report(node, "The license “\(word)” stands twice here.") }
            licenses.append(word)
        }
        return licenses
    }

    private func reinstatement(of renewal: Fields) -> RenewalRules.Reinstatement? {
        guard let node = renewal.pairs["reinstatement"],
            let fields = mapping(node, "The reinstatement", keys: ["months", "fee_minor"])
        else { return nil }
        let months = needed(fields, "months", in: 1...120)
        let fee = needed(fields, "fee_minor", in: 0...1_000_000_000)
        guard let months, let fee else { return nil }
        return RenewalRules.Reinstatement(months: months.value, feeMinor: fee.value)
    }

    private func foundationsBefore(of renewal: Fields) -> CalendarDate? {
        guard let node = renewal.pairs["foundations_before"] else { return nil }
        guard let text = node.scalar?.string, let day = CalendarDate(text) else {
            report(node, "foundations_before is a day, as in `foundations_before: 2012-01-01`.")
            return nil
        }
        return day
    }
}
