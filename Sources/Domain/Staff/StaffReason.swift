import Foundation

/// Why staff decided over somebody's place: a class that everyone concerned may see, and words for the trail.
package struct StaffReason: Equatable, Sendable {
    package enum Class: String, CaseIterable, Codable, Sendable {
        case accessibility, hardship, duplicate, conduct, other
        case instituteError = "institute_error"
        case ownRequest = "own_request"
    }

    package let category: Class
    package let words: String

    /// - Throws: `Refusal` of kind invalid when there are no words, or more than 1,000 characters of them.
    package init(_ category: Class, _ words: String) throws {
        let words = words.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...1_000).contains(words.unicodeScalars.count), !words.utf8.contains(0) else {
            throw Refusal.invalid("reason", "Say why, in 1 to 1,000 characters: the reason is kept with the decision.")
        }
        self.category = category
        self.words = words
    }
}
