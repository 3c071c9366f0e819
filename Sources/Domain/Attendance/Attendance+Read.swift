import Foundation

extension Attendance {
    /// Reads a sheet in comma-separated values under the header `enrollment,attended` or `email,attended`, in any order.
    ///
    /// - Parameter name: Of the file, for whoever has to mend it.
    /// - Throws: `Refusal` of kind invalid that lists every row that cannot be read, at `file:line`.
    package static func read(_ text: String, name: String) throws -> Attendance {
        let sheet = CSVRows(text)
        if let line = sheet.openQuote {
            throw Refusal.invalid("\(name):\(line)", "A quotation mark opens here and never closes.")
        }
        let header = sheet.rows.first?.cells.map { $0.trimmedOrNil?.lowercased() ?? "" } ?? []
        let who = header.firstIndex { ["enrollment", "email", "e-mail"].contains($0) }
        guard let who, let word = header.firstIndex(of: "attended"), header.count == 2 else {
            throw Refusal.invalid(
                "\(name):1",
                "The first line must be “enrollment,attended” or “email,attended”; the others say yes or no for each."
            )
        }
        var problems: [Refusal.Problem] = []
        var marks: [Mark] = []
        for row in sheet.rows.dropFirst() {
            let place = "\(name):\(row.line)"
            guard row.cells.count == 2 else {
                problems.append(.init(place, "The row has \(row.cells.count) cells instead of 2."))
                continue
            }
            guard let whom = row.cells[who].trimmedOrNil else {
                problems.append(.init(place, "The row does not say whom it is about."))
                continue
            }
            guard let came = attended(row.cells[word]) else {
                problems.append(.init(place, "“\(row.cells[word])” is neither yes nor no."))
                continue
            }
            marks.append(Mark(place: place, who: whom, came: came))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return Attendance(marks: marks)
    }

    private static func attended(_ word: String) -> Bool? {
        switch word.trimmingCharacters(in: .whitespaces).lowercased() {
        case "yes", "y", "true", "1", "attended": true
        case "no", "n", "false", "0", "no_show", "no-show": false
        default: nil
        }
    }
}
