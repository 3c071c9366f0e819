import Crypto
import Foundation

/// The words of a campaign: mustache in plain text, with a few tags that are filled in for each recipient.
///
/// A blank line ends a paragraph, `- ` begins an entry of a list, `# ` a heading. The foot, with the institute's postal
/// address and the way off the list, is not part of it: every mail has it.
package struct CampaignTemplate: Equatable, Sendable {
    /// What not everybody has said; it may stand only where it is known to be there.
    private static let names: Set<String> = ["first_name", "name"]
    private static let tags: Set<String> = names.union(["institute", "preferences", "leave"])
    private static let known = "first_name, name, institute, preferences and leave"
    private static let longest = 100_000

    package let subject: String
    package let body: String

    /// Reads a template's text; a first line `Subject: …` is its subject, unless another is given.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every problem with its line.
    package init(_ text: String, file: String = "template", subject given: String? = nil) throws {
        let text = text.replacing("\r\n", with: "\n")
        let first = text.prefix { $0 != "\n" }
        let isHead = first.lowercased().hasPrefix("subject:")
        let rest = isHead ? String(text.dropFirst(first.count)) : text
        subject = (given ?? (isHead ? String(first.dropFirst("subject:".count)) : "")).trimmed
        body = rest.trimmingCharacters(in: .newlines) + "\n"
        var problems = Self.problems(in: body, file: file, firstLine: 1 + rest.prefix { $0 == "\n" }.count)
        let breaks: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
        if !(1...200).contains(subject.unicodeScalars.count) || subject.contains("{{")
            || subject.unicodeScalars.contains(where: { breaks.contains($0.properties.generalCategory) })
        {
            problems.append(
                .init(
                    "subject",
                    "A subject of 1 to 200 characters on one line, without tags, is the first line (Subject: …) or --subject."
                )
            )
        }
        if body.trimmed.isEmpty { problems.append(.init(file, "The template says nothing.")) }
        if body.utf8.count > Self.longest {
            problems.append(.init(file, "The template is longer than \(Self.longest) octets."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }

    /// What is stored, and was checked when the campaign was planned.
    init(subject: String, body: String) {
        self.subject = subject
        self.body = body
    }

    /// SHA-256 of subject and body.
    var digest: [UInt8] { Array(SHA256.hash(data: Data("\(subject)\n\n\(body)".utf8))) }

    private static func problems(in body: String, file: String, firstLine: Int) -> [Refusal.Problem] {
        var problems: [Refusal.Problem] = []
        var open: [(name: String, isThere: Bool)] = []
        for (number, line) in body.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let place = "\(file):\(firstLine + number)"
            let found = line.matches(of: /\{\{([#^\/!&>$<={%]?)\s*([^{}]*?)\s*\}\}/)
            if line.matches(of: /\{\{|\}\}/).count != found.count * 2 {
                problems.append(.init(place, "A tag is {{name}}, opened and closed on one line."))
                continue
            }
            for match in found {
                let (sign, name) = (String(match.1), String(match.2))
                switch sign {
                case "!": break
                case "", "#", "^", "/":
                    if !tags.contains(name) {
                        problems.append(.init(place, "The tag {{\(name.prefix(40))}} is unknown; there are \(known)."))
                    } else if sign.isEmpty {
                        if names.contains(name), !open.contains(where: { $0.name == name && $0.isThere }) {
                            problems.append(.init(place, nameless(name)))
                        }
                    } else if sign == "/" {
                        if open.popLast()?.name != name {
                            problems.append(.init(place, "{{/\(name)}} closes nothing that is open here."))
                        }
                    } else if names.contains(name) {
                        open.append((name, sign == "#"))
                    } else {
                        problems.append(.init(place, "{{\(sign)\(name)}} makes no difference: everybody has it."))
                    }
                default:
                    problems.append(.init(place, "{{\(sign)…}} is no tag here; there are \(known)."))
                }
            }
        }
        if let left = open.last {
            problems.append(.init(file, "{{#\(left.name)}} is never closed by {{/\(left.name)}}."))
        }
        return problems
    }

    private static func nameless(_ name: String) -> String {
        "Not everybody has a name: write {{#\(name)}}Dear {{\(name)}},{{/\(name)}}{{^\(name)}}Hello,{{/\(name)}}."
    }
}
