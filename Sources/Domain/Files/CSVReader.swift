/// Takes one record after the other out of a text.
struct CSVReader {
    enum Record: Equatable {
        /// The fields without blanks around them.
        case row(line: Int, [String])
        case fault(line: Int, String)
    }

    private let scalars: String.UnicodeScalarView
    private let separator: Unicode.Scalar
    private var index: String.UnicodeScalarView.Index
    private var line = 1

    init(_ text: String, separator: Unicode.Scalar = ",") {
        scalars = text.unicodeScalars
        self.separator = separator
        index = scalars.startIndex
        if scalars.first == "\u{FEFF}" { index = scalars.index(after: index) }
    }

    /// The next record that is not a blank line; nil at the end.
    mutating func next() -> Record? {
        while index < scalars.endIndex {
            let first = line
            let outcome = record()
            switch outcome {
            case .success([""]): continue
            case .success(let fields): return .row(line: first, fields.map { $0.trimmingBlanks })
            case .failure(let fault):
                skipLine()
                return .fault(line: fault.line, fault.words)
            }
        }
        return nil
    }

    private struct Fault: Error {
        let line: Int
        let words: String
    }

    private var scalar: Unicode.Scalar? { index < scalars.endIndex ? scalars[index] : nil }

    private mutating func advance() {
        if scalars[index] == "\n" { line += 1 }
        index = scalars.index(after: index)
    }

    /// Takes the end of a line, if one is here.
    private mutating func takeLineEnd() -> Bool {
        guard let scalar else { return true }
        if scalar == "\n" {
            advance()
            return true
        }
        let next = scalars.index(after: index)
        guard scalar == "\r", next == scalars.endIndex || scalars[next] == "\n" else { return false }
        advance()
        if index < scalars.endIndex { advance() }
        return true
    }

    private mutating func skipLine() {
        while !takeLineEnd() { advance() }
    }

    private mutating func record() -> Result<[String], Fault> {
        var fields: [String] = []
        while true {
            let field = scalar == "\"" ? quoted() : plain()
            switch field {
            case .failure(let fault): return .failure(fault)
            case .success(let text): fields.append(text)
            }
            if scalar == separator {
                advance()
                continue
            }
            guard takeLineEnd() else {
                return .failure(Fault(line: line, words: "After a closing quotation mark a comma is missing."))
            }
            return .success(fields)
        }
    }

    private mutating func plain() -> Result<String, Fault> {
        var text = String.UnicodeScalarView()
        while let scalar, scalar != separator, scalar != "\n" {
            guard scalar != "\"" else {
                return .failure(
                    Fault(line: line, words: "A quotation mark stands inside a field: quote the field, and double it.")
                )
            }
            if scalar == "\r" {
                let next = scalars.index(after: index)
                if next == scalars.endIndex || scalars[next] == "\n" { break }
            }
            guard scalar != "\0" else { return .failure(Fault(line: line, words: "A NUL stands in the file.")) }
            text.append(scalar)
            advance()
        }
        return .success(String(text))
    }

    private mutating func quoted() -> Result<String, Fault> {
        let first = line
        var text = String.UnicodeScalarView()
        advance()
        while let scalar {
            advance()
            guard scalar != "\0" else { return .failure(Fault(line: line, words: "A NUL stands in the file.")) }
            if scalar == "\"" {
                guard self.scalar == "\"" else { return .success(String(text)) }
                advance()
            }
            text.append(scalar)
        }
        return .failure(Fault(line: first, words: "The quotation mark that opens here is never closed."))
    }
}

extension String {
    fileprivate var trimmingBlanks: String { trimmedOrNil ?? "" }
}
