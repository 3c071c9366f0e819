import Domain
import Foundation
import Mustache

/// The words of every letter, each said once and laid out thrice: as subject, as plain text, as HTML.
///
/// A letter's template fills the blocks of a shell; `{{<*shell}}` picks the shell of the format. Everything a
/// template asks for must exist: an unknown fact or partial is an error, never a gap in a mail.
struct Wording: Sendable {
    private let library: MustacheLibrary

    /// Where the templates lie.
    static var folder: URL { Bundle.module.bundleURL.appending(path: "Templates", directoryHint: .isDirectory) }

    /// The template of every letter.
    static let letters =
        SeatLetter.Kind.allCases.map(\.rawValue) + CertificateLetter.Kind.allCases.map(\.rawValue)
        + CandidateLetter.Kind.allCases.map(\.rawValue) + RaterLetter.Kind.allCases.map(\.rawValue)
        + RenewalLetter.Kind.allCases.map(\.rawValue) + SubscriberLetter.Kind.allCases.map(\.rawValue)

    init() throws {
        let folder = Self.folder
        var sources: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where name.hasSuffix(".mustache") {
            sources[String(name.dropLast(9))] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        try self.init(sources: sources)
    }

    /// - Parameter sources: Mustache by name; a letter's is its kind's raw value, a shell's `shells/` and its format.
    init(sources: [String: String]) throws {
        var library = MustacheLibrary()
        for (name, source) in sources {
            for tag in Tag.all(in: source) {
                if let problem = tag.problem(among: sources) { throw UnfitWording(template: name, problem: problem) }
            }
            do {
                // As plain text, because `Scope` escapes.
                try library.register("{{% CONTENT_TYPE:TEXT}}\n" + source, named: name)
            } catch {
                throw UnfitWording(template: name, problem: "Mustache cannot read it: \(error)")
            }
        }
        let needed = Self.letters + Format.allCases.map { "shells/\($0.rawValue)" }
        if let missing = needed.first(where: { sources[$0] == nil }) {
            throw UnfitWording(template: missing, problem: "it is missing")
        }
        self.library = library
    }

    /// The same, with a campaign's own words for its frame: mustache, and HTML that is mustache.
    func saying(text: String, html: String) throws -> Wording {
        var library = library
        for (name, source) in [("words/text", text), ("words/html", html)] {
            do {
                try library.register("{{% CONTENT_TYPE:TEXT}}\n" + source, named: name)
            } catch {
                throw UnfitWording(template: name, problem: "Mustache cannot read it: \(error)")
            }
        }
        return Wording(library: library)
    }

    private init(library: MustacheLibrary) {
        self.library = library
    }

    func subject(of template: String, _ facts: [String: Fact]) throws -> String {
        try render(template, .subject, facts).onOneLine
    }

    func text(of template: String, _ facts: [String: Fact]) throws -> String {
        try render(template, .text, facts)
    }

    func html(of template: String, _ facts: [String: Fact]) throws -> String {
        try render(template, .html, facts)
    }

    /// - Parameter notes: learns which facts were used.
    func render(
        _ template: String,
        _ format: Format,
        _ facts: [String: Fact],
        _ notes: Notes = Notes()
    ) throws -> String {
        var facts = facts
        facts["shell"] = .text("shells/\(format.rawValue)")
        let scope = Scope(facts: facts, format: format, notes: notes, name: nil)
        // A letter whose frame is its own has it in each format.
        let own = "\(template)/\(format.rawValue)"
        let words = library.render(scope, withTemplate: library.getTemplate(named: own) == nil ? template : own) ?? ""
        guard let name = notes.unknown.union(notes.wordless).min() else { return words }
        throw UnfitWording(
            template: template,
            problem: "as \(format.rawValue) it prints {{\(name)}}, which has no words"
        )
    }
}

/// What is wrong in a template.
struct UnfitWording: Error, CustomStringConvertible {
    let template: String
    let problem: String

    var description: String { "Template \(template): \(problem)." }
}
