import Mustache

/// One level of facts as a template sees it in one format: text is escaped here, once, and every misuse is noted.
///
/// Mustache renders an unknown name as nothing, and its own escaping works by grapheme, so that a quotation mark with
/// an accent upon it passes. Templates are therefore loaded as plain text, and this is the only way to their values.
struct Scope: MustacheParent, MustacheCustomRenderable {
    let facts: [String: Fact]
    let format: Format
    let notes: Notes
    /// The name it was asked for by; nil for the outermost level.
    let name: String?

    func child(named name: String) -> Any? {
        guard let fact = facts[name] else {
            // Inner levels pass the question on to outer ones; only the outermost knows that there is no answer.
            if self.name == nil { notes.unknown.insert(name) }
            return nil
        }
        notes.used.insert(name)
        switch fact {
        case .text(let text): return format.escape(text)
        case .flag(let isTrue): return Flag(name: name, notes: notes, isNull: !isTrue)
        case .group(let facts): return Scope(facts: facts, format: format, notes: notes, name: name)
        case .list(let rows): return rows.map { Scope(facts: $0, format: format, notes: notes, name: name) }
        }
    }

    /// A group has no words: a template that prints one is wrong.
    var renderText: String { notes.printed(name ?? ".") }
    var isNull: Bool { false }
}

/// A fact that is or is not so, and has no words.
struct Flag: MustacheParent, MustacheCustomRenderable {
    let name: String
    let notes: Notes
    let isNull: Bool

    func child(named name: String) -> Any? { nil }
    var renderText: String { notes.printed(name) }
}

/// What one rendering asked for.
final class Notes {
    /// Names that no fact has.
    var unknown: Set<String> = []
    /// Names of facts without words that were to be printed.
    var wordless: Set<String> = []
    /// Names that were answered.
    var used: Set<String> = []

    fileprivate func printed(_ name: String) -> String {
        wordless.insert(name)
        return ""
    }
}

/// How a part of the mail is written.
enum Format: String, CaseIterable {
    case subject, text, html

    func escape(_ text: String) -> String {
        guard self == .html else { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
