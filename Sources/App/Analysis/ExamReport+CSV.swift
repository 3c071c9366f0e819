import Domain
import Psychometrics

extension ExamReport {
    /// A row for each item (RFC 4180): its figures, then count, share and discrimination of each option.
    ///
    /// What is not available is an empty cell; figures have as many digits as they need.
    var csv: String {
        let most = analysis.items.map(\.options.count).max() ?? 0
        let letters = (0..<most).map(AnswerCode.letter)
        let header =
            ["item", "position", "area", "scored", "n", "caution", "right", "blanks", "difficulty", "discrimination"]
            + ["alpha_if_deleted", "flags", "key"]
            + letters.flatMap { ["\($0)_count", "\($0)_share", "\($0)_discrimination"] }
        return ([header] + analysis.items.map { cells($0, most) })
            .map { $0.joined(separator: ",") + "\r\n" }
            .joined()
    }

    private func cells(_ item: ItemStatistics, _ most: Int) -> [String] {
        let sample = analysis.sample
        let whole = [
            Self.text(code(item)), "\(item.place + 1)", Self.text(item.item.area), item.item.isScored ? "yes" : "no",
            "\(sample.n)", sample.caution?.rawValue ?? "", "\(item.right)", "\(item.blanks)",
            Self.number(item.difficulty), Self.number(item.discrimination), Self.number(item.alphaIfDeleted),
            Self.text(item.flags.map(\.code).joined(separator: " ")), AnswerCode.letter(item.item.key),
        ]
        return whole
            + (0..<most).flatMap { place -> [String] in
                guard item.options.indices.contains(place) else { return ["", "", ""] }
                let option = item.options[place]
                return ["\(option.count)", Self.number(option.share), Self.number(option.discrimination)]
            }
    }

    private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    private static func text(_ cell: String) -> String {
        let isFormula = cell.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'" + cell : cell
        guard text.unicodeScalars.contains(where: { ",\"\r\n;\t".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
