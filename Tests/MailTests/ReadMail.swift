import Foundation
import Mail
import Subprocess
import Testing

/// What Python's `email` and `html.parser` understood of a mail: a second opinion on what was written here.
struct ReadMail: Decodable {
    struct Person: Decodable, Equatable {
        let name: String
        let address: String
    }

    struct Page: Decodable {
        /// Each element with its attributes' names.
        let elements: [String]
        let links: [String]
        let words: String
        /// Tags that do not match.
        let faults: [String]
    }

    struct Calendar: Decodable {
        let method: String?
        let file: String?
        let disposition: String?
        let properties: [String: String]
        let events: [[String: String]]
        let longestLine: Int
    }

    let headers: [String]
    let to: [Person]
    let from: [Person]
    let subject: String
    let messageID: String
    let date: String
    let autoSubmitted: String
    let listUnsubscribe: String?
    let defects: [String]
    let parts: [String]
    let text: String
    let page: Page
    let calendars: [Calendar]
    var calendar: Calendar? { calendars.first }

    /// Reads many mails with one interpreter.
    static func all(_ messages: [Message]) async throws -> [ReadMail] {
        let script = try #require(Bundle.module.path(forResource: "read_mail", ofType: "py"))
        let octets = messages.map { Data($0.bytes).base64EncodedString() }
        let result = try await run(
            .name("python3"),
            arguments: [script],
            input: .string(String(decoding: try JSONEncoder().encode(octets), as: UTF8.self)),
            output: .string(limit: 64 << 20),
            error: .string(limit: 1 << 20)
        )
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSONDecoder().decode([ReadMail].self, from: Data(result.standardOutput.utf8))
    }

    static func one(_ message: Message) async throws -> ReadMail {
        try #require(try await all([message]).first)
    }
}
