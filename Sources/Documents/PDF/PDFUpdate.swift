/// Appends objects to a finished PDF (incremental update, ISO 32000-1 §7.5.6): what stands there stays, octet for octet.
struct PDFUpdate {
    let file: PDFFile
    private var octets: [UInt8]
    private var places: [Int: Int] = [:]
    private var nextNumber: Int

    /// - Throws: `UnreadablePDF` when the file is none that cairo wrote.
    init(of octets: [UInt8]) throws(UnreadablePDF) {
        file = try PDFFile(octets)
        guard file.isPlain else { throw .rewritten }
        guard let size = file.trailer["Size"]?.integer else { throw .damaged }
        self.octets = octets
        nextNumber = size
    }

    /// Appends a new object.
    mutating func add(_ value: PDFValue) -> PDFReference {
        write(value.written.utf8, as: newNumber())
    }

    /// Appends a new stream (§7.3.8); its length is put into its dictionary.
    mutating func add(_ dictionary: PDFDictionary, stream data: [UInt8]) -> PDFReference {
        var dictionary = dictionary
        dictionary["Length"] = .integer(data.count)
        let text = Array(dictionary.written.utf8) + Array("\nstream\n".utf8) + data + Array("\nendstream".utf8)
        return write(text, as: newNumber())
    }

    /// Puts a new value in the place of an object.
    mutating func replace(_ reference: PDFReference, with dictionary: PDFDictionary) {
        _ = write(dictionary.written.utf8, as: reference.number)
    }

    private mutating func newNumber() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    /// Generations stay 0: cairo uses no other, and none is ever freed.
    private mutating func write(_ text: some Sequence<UInt8>, as number: Int) -> PDFReference {
        places[number] = octets.count
        octets += Array("\(number) 0 obj\n".utf8)
        octets += text
        octets += Array("\nendobj\n".utf8)
        return PDFReference(number: number, generation: 0)
    }

    /// The file with a new cross-reference table and trailer, which lead on to the old ones.
    consuming func finished() -> [UInt8] {
        let table = octets.count
        var text = "xref\n"
        for (number, place) in places.sorted(by: { $0.key < $1.key }) {
            let digits = String(place)
            // Each entry has twenty octets, its end of line counted (§7.5.4).
            text += "\(number) 1\n\(String(repeating: "0", count: 10 - digits.count))\(digits) 00000 n \n"
        }
        var trailer = file.trailer
        trailer["Size"] = .integer(nextNumber)
        trailer["Prev"] = .integer(file.table)
        text += "trailer\n\(trailer.written)\nstartxref\n\(table)\n%%EOF\n"
        return octets + text.utf8
    }
}
