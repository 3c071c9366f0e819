import Yams

extension YAMLReading {
    /// The key `terms` of a program; a program without it promises nothing.
    func terms(of program: Fields) -> ProgramTerms? {
        guard let node = program.pairs["terms"],
            let fields = mapping(node, "The terms", keys: ["refund", "transfer"])
        else { return nil }
        let refund = refundSteps(of: fields)
        guard let transfer = transfer(of: fields), problems.isEmpty else { return nil }
        return ProgramTerms(refund: refund, transfer: transfer)
    }

    private func refundSteps(of terms: Fields) -> [ProgramTerms.Refund] {
        // An empty list says that nothing is ever paid back.
        if let node = terms.pairs["refund"], let sequence = node.sequence, sequence.isEmpty { return [] }
        var steps: [ProgramTerms.Refund] = []
        for node in list(terms, "refund") {
            guard let fields = mapping(node, "A refund step", keys: ["days", "percent"]) else { continue }
            let days = needed(fields, "days", in: 0...1000)
            let percent = needed(fields, "percent", in: 1...100)
            guard let days, let percent else { continue }
            if let before = steps.last {
                if days.value >= before.days {
                    report(
                        days.node,
                        "The days of refund steps fall: after \(before.days) comes less, not \(days.value)."
                    )
                }
                if percent.value >= before.percent {
                    report(
                        percent.node,
                        "The percents of refund steps fall: after \(before.percent) comes less, not \(percent.value)."
                    )
                }
            }
            steps.append(ProgramTerms.Refund(days: days.value, percent: percent.value))
        }
        return steps
    }

    private func transfer(of terms: Fields) -> ProgramTerms.Transfer? {
        guard let node = terms.pairs["transfer"] else {
            report(terms.node, "The terms need the key “transfer”, as in `transfer: {times: 1, days: 7}`.")
            return nil
        }
        guard let fields = mapping(node, "The transfer terms", keys: ["times", "days"]) else { return nil }
        let times = needed(fields, "times", in: 0...100)
        let days = needed(fields, "days", in: 0...1000)
        guard let times, let days else { return nil }
        return ProgramTerms.Transfer(times: times.value, days: days.value)
    }

    /// A whole number that has to be there.
    func needed(_ fields: Fields, _ key: String, in range: ClosedRange<Int>) -> (value: Int, node: Node)? {
        guard fields.pairs[key] != nil else {
            report(fields.node, "\(fields.noun) needs the key “\(key)”.")
            return nil
        }
        return integer(fields, key, in: range)
    }
}
