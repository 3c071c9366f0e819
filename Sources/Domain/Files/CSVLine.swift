/// One line of comma-separated values (RFC 4180), ended by CRLF.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it, as in the export of the list.
struct CSVLine {
    let text: String

    /// - Parameter cells: nil is an empty cell.
    init(_ cells: String?...) {
        text = cells.map { Self.written($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    private static func written(_ cell: String) -> String {
        let scalars = cell.unicodeScalars
        let isFormula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'" + cell : cell
        guard scalars.contains(where: { ",\"\r\n;\t".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
