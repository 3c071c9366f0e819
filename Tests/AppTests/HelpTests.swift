import ArgumentParser
import Testing

@testable import App

@Suite("Help")
struct HelpTests {
    struct Verb: CustomTestStringConvertible, Sendable {
        let path: [String]
        let type: any ParsableCommand.Type
        var testDescription: String { path.joined(separator: " ") }
    }

    static let verbs: [Verb] = verbs(below: RegistrarCommand.self, ["registrar"])

    private static func verbs(below command: any ParsableCommand.Type, _ path: [String]) -> [Verb] {
        let subcommands = command.configuration.subcommands
        guard !subcommands.isEmpty else { return [Verb(path: path, type: command)] }
        return subcommands.flatMap { verbs(below: $0, path + [$0.configuration.commandName ?? "?"]) }
    }

    @Test("knows every verb of this release")
    func all() {
        #expect(
            Self.verbs.map { $0.path.dropFirst().joined(separator: " ") } == [
                "program import", "program list", "program show", "program preview", "cohort create", "cohort edit",
                "cohort open", "cohort close", "cohort complete", "cohort cancel", "cohort list", "cohort show",
                "cohort roster", "seat reserve", "seat confirm", "seat accept", "seat decline", "seat withdraw",
                "seat transfer", "seat remove", "seat restore", "waitlist show", "waitlist offer", "payment record",
                "payment list", "payment settle", "payment import", "progress record", "progress import",
                "progress show", "progress attend", "progress evidence", "progress fetch", "progress invite",
                "exam import", "exam list", "exam show", "exam accommodate", "exam paper", "exam score",
                "exam results", "exam rescore", "exam analyze", "practical import", "practical list",
                "practical show", "practical schedule", "practical assign", "practical move", "practical cancel",
                "practical candidates",
                "decision propose", "decision grant", "decision deny", "decision defer",
                "decision list", "decision show", "decision override", "decision appeal file",
                "decision appeal uphold", "decision appeal dismiss", "decision appeal withdraw",
                "decision appeal list", "certificate issue", "certificate show",
                "certificate verify", "certificate lookups", "certificate suspend", "certificate reinstate",
                "certificate revoke", "certificate surrender", "certificate correct", "certificate renew",
                "certificate reissue", "certificate kit", "certificate receipt", "certificate import",
                "renewal list", "renewal show", "renewal record", "renewal fetch", "renewal review", "renewal pay",
                "renewal invite", "register list", "register show", "register invite", "register remove",
                "subscriber export", "subscriber import", "mail list", "mail show", "mail retry", "person show",
                "person erase",
                "person duplicates", "staff add", "staff list",
                "staff role", "staff disable", "key create", "key list", "key retire", "key compromise",
                "institute show", "institute set", "audit tail", "audit verify", "log show", "log verify",
                "sample load",
                "serve", "work", "migrate", "doctor",
            ]
        )
    }

    @Test("shows an example of the verb itself", arguments: verbs)
    func example(verb: Verb) throws {
        let parts = verb.type.configuration.discussion.split(separator: "Example:\n", maxSplits: 1)
        let example = try #require(parts.last)
        #expect(verb.type.configuration.discussion.contains("Example:\n"))
        #expect(example.contains(verb.path.joined(separator: " ")))
    }

    @Test("gives examples that the parser takes", arguments: verbs)
    func examplesParse(verb: Verb) throws {
        let example = verb.type.configuration.discussion.split(separator: "Example:\n", maxSplits: 1).last ?? ""
        let lines = example.replacing("\\\n", with: " ").split(separator: "\n")
        for line in lines where !line.contains("…") {
            var words = Self.words(line)
            while words.first?.contains("=") == true { words.removeFirst() }
            words = Array(words.prefix { $0 != ">" })
            #expect(words.first == "registrar")
            _ = try RegistrarCommand.parseAsRoot(Array(words.dropFirst()))
        }
    }

    @Test("fits 80 columns", arguments: verbs)
    func width(verb: Verb) {
        let help = RegistrarCommand.helpMessage(for: verb.type, columns: 80)
        for line in help.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
    }

    @Test("offers JSON for everything that answers", arguments: verbs)
    func json(verb: Verb) {
        let help = RegistrarCommand.helpMessage(for: verb.type, columns: 80)
        #expect(help.contains("--json") == !["serve", "work"].contains(verb.path.last))
    }

    /// Words of a shell line, with double quotes.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            if index.isMultiple(of: 2) {
                words += part.split(separator: " ").map(String.init)
            } else {
                words.append(String(part))
            }
        }
        return words
    }
}
