import Foundation
import Postgres

/// Someone known by one confirmed or unconfirmed address.
package struct Person: Sendable {
    package let id: PersonID
    package let email: EmailAddress
    package let name: PersonName?
}

/// A human name of any script, 1 to 200 characters, kept as typed.
package struct PersonName: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes what a person typed; only blanks around it are cut off.
    package init(typed: String, field: String = "name") throws(InvalidInput) {
        let text = typed.trimmed
        func refuse(_ words: String) -> InvalidInput { InvalidInput(Refusal.Problem(field, words)) }
        guard !text.isEmpty else { throw refuse("Give your name as it should stand on your certificate.") }
        // Counted as PostgreSQL counts: by code points.
        guard text.unicodeScalars.count <= 200 else { throw refuse("The name is too long: 200 characters at most.") }
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            throw refuse("The name contains a control character (a line break, say); remove it.")
        }
        guard !text.unicodeScalars.contains(where: \.turnsText) else {
            throw refuse("The name contains an invisible sign that turns its direction; type it without.")
        }
        guard !text.unicodeScalars.contains(where: \.isInvisible) else {
            throw refuse("The name contains an invisible sign; type it anew.")
        }
        // The Hangul fillers are letters that show nothing.
        guard
            text.unicodeScalars.contains(where: {
                $0.properties.isAlphabetic && !$0.properties.isDefaultIgnorableCodePoint
            })
        else { throw refuse("Give your name in letters, as it should stand on your certificate.") }
        rawValue = text
    }
}
