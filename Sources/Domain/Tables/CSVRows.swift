/// The rows of a text in comma-separated values (RFC 4180), each with the line it begins on; empty lines are left out.
///
/// Quoted cells may hold commas, line ends and doubled quotes. Lines may end in CR LF, LF or CR; a byte order mark goes.
struct CSVRows: Sendable {
    struct Row: Sendable {
        /// Counted from 1.
        let line: Int
        let cells: [String]
    }

    private(set) var rows: [Row] = []
    /// The line of a quote that never ends.
    private(set) var openQuote: Int?

    private var row: [String] = []
    private var cell = String.UnicodeScalarView()
    private var line = 1
    private var rowLine = 1

    init(_ text: String) {
        var rest = text.unicodeScalars[...]
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where cell.isEmpty:
                quoted(&rest)
            case ",":
                endCell()
            case "\r", "\n":
                if scalar == "\r", rest.first == "\n" { rest.removeFirst() }
                endRow()
            default:
                cell.append(scalar)
            }
        }
        endRow()
    }

    private mutating func quoted(_ rest: inout Substring.UnicodeScalarView) {
        let start = line
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard rest.first == "\"" else { return }
                rest.removeFirst()
            }
            if scalar == "\n" || (scalar == "\r" && rest.first != "\n") { line += 1 }
            cell.append(scalar)
        }
        openQuote = start
    }

    private mutating func endCell() {
        row.append(String(cell))
        cell = String.UnicodeScalarView()
    }

    private mutating func endRow() {
        endCell()
        if row != [""] { rows.append(Row(line: rowLine, cells: row)) }
        row = []
        line += 1
        rowLine = line
    }
}
