import Postgres

/// What a requirement asks for beyond its kind, as its program file gives it and `requirement.detail` keeps it.
package struct RequirementDetail: Codable, Hashable, Sendable {
    /// One competency of a checklist.
    package struct Skill: Codable, Hashable, Sendable {
        package let code: String
        package let name: String
        /// 1 to 3.
        package let tier: Int
    }

    /// How often an exam may be tried, and how long one waits before trying again.
    package struct Retakes: Codable, Hashable, Sendable {
        package let attempts: Int
        /// Days to wait after the first try, the second, and so on; the last number repeats.
        package let waitingDays: [Int]
        /// All tries lie within so many months of the first; nil is without end.
        package let withinMonths: Int?

        private enum CodingKeys: String, CodingKey {
            case attempts
            case waitingDays = "waiting_days"
            case withinMonths = "within_months"
        }
    }

    /// Of a checklist, in its order.
    package var skills: [Skill]?
    /// Of observation.
    package var minutes: Int?
    /// Whether a document has a last day, and says so.
    package var expires: Bool?
    /// The written exam, by its code.
    package var exam: String?
    /// The practical exam, by its code.
    package var practical: String?
    /// What must be met before an exam, by code; nil is all of the earlier modules but documents and exams.
    package var after: [String]?
    package var retakes: Retakes?

    package init() {}

    /// Whether attempts at an exam tell of it; otherwise staff do.
    package var isToldByAttempts: Bool { exam != nil || practical != nil }

    /// `8 skills`, `5 h`, `expires`, `exam MES-WRITTEN, 3 tries (28, 182 days apart)`; empty when it asks for nothing more.
    package var words: String {
        var parts: [String] = []
        if let skills { parts.append(skills.count == 1 ? "1 skill" : "\(skills.count) skills") }
        if let minutes { parts.append(minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes) min") }
        if expires == true { parts.append("expires") }
        if let exam { parts.append("exam \(exam)") }
        if let practical { parts.append("practical \(practical)") }
        if let retakes { parts.append(retakes.words) }
        if let after { parts.append(after.isEmpty ? "after nothing" : "after \(after.joined(separator: " and "))") }
        return parts.joined(separator: ", ")
    }
}

extension RequirementDetail.Retakes {
    fileprivate var words: String {
        let tries = attempts == 1 ? "1 try" : "\(attempts) tries"
        let waits = waitingDays.map(String.init).joined(separator: ", ")
        return tries + (waits.isEmpty ? "" : " (\(waits) days apart)")
            + (withinMonths.map { " within \($0) months" } ?? "")
    }
}
