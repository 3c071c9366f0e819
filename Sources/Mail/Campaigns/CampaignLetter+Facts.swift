import Domain
import Foundation

extension CampaignLetter: Written {
    var template: String { "campaign" }
    var name: PersonName { knownName ?? PersonName(rawValue: "") }

    var list: ListLinks? {
        let host = (try? Origin(institute.publicUrl).host) ?? "localhost"
        return ListLinks(url: links.leave, mailto: nil, id: "\(purpose.replacing("_", with: "-")).\(host)")
    }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }

    /// All that a campaign may say of a recipient, and what its foot says of the list.
    func facts() throws -> [String: Fact] {
        try Fact.frame(of: institute).merging([
            "subject": .text(words.subject),
            "first_name": .optional(firstName?.onOneLine),
            "name": .optional(knownName?.rawValue.onOneLine),
            "purpose": .text(purposeName.onOneLine),
            "leave": .text(try links.leave.asLink),
            "preferences": .text(try links.preferences.asLink),
        ]) { own, _ in own }
    }
}
