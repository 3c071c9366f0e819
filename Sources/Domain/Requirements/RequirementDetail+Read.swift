import Foundation
import Yams

extension RequirementDetail {
    static let keys = ["skills", "minutes", "expires", "exam", "practical", "after", "retakes"]

    /// The keys that a requirement of this kind may have.
    static func keys(of kind: ProgramFile.Requirement.Kind) -> Set<String> {
        switch kind {
        case .skillSignOff: ["skills"]
        case .observationHours: ["minutes"]
        case .document: ["expires"]
        case .writtenExam: ["exam", "after", "retakes"]
        case .practicalExam: ["practical", "after", "retakes"]
        case .lesson, .workshopAttendance, .caseStudy: []
        }
    }
}

extension YAMLReading {
    /// What a requirement says beyond code, kind and name; nil when it says nothing more.
    func detail(of requirement: Fields, _ kind: ProgramFile.Requirement.Kind) -> RequirementDetail? {
        let fitting = RequirementDetail.keys(of: kind)
        for key in RequirementDetail.keys where !fitting.contains(key) {
            guard let node = requirement.pairs[key] else { continue }
            report(node, "A \(kind.rawValue) has no \(key); take it away, or change the kind.")
        }
        var detail = RequirementDetail()
        let pairs = requirement.pairs.filter { fitting.contains($0.key) }
        if pairs["skills"] != nil { detail.skills = skills(of: requirement) }
        if pairs["minutes"] != nil { detail.minutes = integer(requirement, "minutes", in: 1...100_000)?.value }
        if pairs["expires"] != nil {
            // What does not expire is the same as what says nothing of it.
            detail.expires = boolean(requirement, "expires")?.value == true ? true : nil
        }
        if pairs["exam"] != nil { detail.exam = examCode(requirement, "exam") }
        if pairs["practical"] != nil { detail.practical = examCode(requirement, "practical") }
        if let node = pairs["after"] { detail.after = codes(node) }
        if let node = pairs["retakes"] { detail.retakes = retakes(node) }
        return detail == RequirementDetail() ? nil : detail
    }

    private func skills(of requirement: Fields) -> [RequirementDetail.Skill] {
        var places: [String: String] = [:]
        let nodes = list(requirement, "skills")
        if nodes.count > 200 { report(nodes[200], "A checklist has 200 skills at most; split it.") }
        return nodes.compactMap { node in
            guard let fields = mapping(node, "A skill", keys: ["code", "name", "tier"]) else { return nil }
            let code = text(fields, "code", longest: 20)
            let name = text(fields, "name", longest: 200)
            let tier = fields.pairs["tier"].map { _ in integer(fields, "tier", in: 1...3) }
            if tier == nil { report(fields.node, "A skill needs the key “tier”: 1, 2 or 3.") }
            guard let code else { return nil }
            if code.value.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) == nil {
                report(code.node, "A skill's code is capitals and digits, with single hyphens between: VS-01.")
            }
            if let first = places.updateValue(place(code.node), forKey: code.value) {
                report(code.node, "The skill code “\(code.value)” is used twice; first at \(first).")
            }
            guard let name, let tier = tier ?? nil else { return nil }
            return RequirementDetail.Skill(code: code.value, name: name.value, tier: tier.value)
        }
    }

    private func examCode(_ requirement: Fields, _ key: String) -> String? {
        guard let code = text(requirement, key, longest: 40) else { return nil }
        guard code.value.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) != nil else {
            report(code.node, "An exam's code is capitals and digits, with single hyphens between: MES-WRITTEN.")
            return nil
        }
        return code.value
    }

    /// A list of requirement codes; whether they are there is looked at when all requirements are known.
    private func codes(_ node: Node) -> [String]? {
        guard let sequence = node.sequence else {
            report(node, "after is a list of requirement codes, as in `after: [workshop-attendance]`.")
            return nil
        }
        return sequence.compactMap { entry in
            if let code = entry.scalar?.string { return code }
            report(entry, "after is a list of requirement codes, as in `after: [workshop-attendance]`.")
            return nil
        }
    }

    private func retakes(_ node: Node) -> RequirementDetail.Retakes? {
        guard let fields = mapping(node, "The retakes", keys: ["attempts", "waiting_days", "within_months"]) else {
            return nil
        }
        guard fields.pairs["attempts"] != nil else {
            report(
                node,
                "The retakes need the key “attempts”, as in `retakes: {attempts: 3, waiting_days: [28, 182]}`."
            )
            return nil
        }
        let attempts = integer(fields, "attempts", in: 1...100)
        let days = fields.pairs["waiting_days"].map { waitingDays($0, attempts: attempts?.value) }
        let months = integer(fields, "within_months", in: 1...120)
        guard let attempts else { return nil }
        return RequirementDetail.Retakes(
            attempts: attempts.value,
            waitingDays: days ?? [],
            withinMonths: months?.value
        )
    }

    private func waitingDays(_ node: Node, attempts: Int?) -> [Int] {
        guard let sequence = node.sequence else {
            report(node, "waiting_days is a list of whole numbers, one for each wait, as in `[28, 182]`.")
            return []
        }
        if let attempts, sequence.count >= attempts, let extra = sequence.dropFirst(attempts - 1).first {
            report(extra, "There is a wait less than there are attempts, which are \(attempts); take this one away.")
        }
        var days: [Int] = []
        for entry in sequence {
            guard entry.tag == Tag(.int), let count = entry.int, (0...3650).contains(count) else {
                report(entry, "A wait is a whole number of days from 0 to 3650.")
                continue
            }
            if let before = days.last, count < before {
                report(entry, "Waits never become shorter: after \(before) days come as many or more, not \(count).")
            }
            days.append(count)
        }
        return days
    }
}
