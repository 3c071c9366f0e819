import Domain

extension Decisions.Waiver {
    /// `Written exam, waived by maya (through owner): Passed elsewhere`
    var words: String {
        let what = skill.map { "\(name) \($0)" } ?? name
        return "\(what), waived by \(by)" + (actingOwner.map { " (through \($0))" } ?? "")
            + (reason.map { ": \($0)" } ?? "")
    }

    var json: JSON {
        [
            "requirement": .string(requirement), "skill": .text(skill), "by": .string(by),
            "acting_owner": .text(actingOwner), "reason": .text(reason),
        ]
    }
}

extension DecisionBasis.Waiver {
    var words: String {
        (skill.map { "\($0) " } ?? "") + "waived by \(by)" + (actingOwner.map { " (through \($0))" } ?? "")
    }

    var json: JSON {
        [
            "event": .integer(event), "skill": .text(skill), "by": .string(by), "acting_owner": .text(actingOwner),
            "reason_digest": .text(reasonDigest),
        ]
    }
}
