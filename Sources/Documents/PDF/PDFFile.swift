/// A PDF seen through its cross-reference tables (ISO 32000-1 §7.5.4 to §7.5.6), newest first.
///
/// It reads what cairo and `PDFUpdate` write: plain objects and tables. A file whose objects lie in compressed streams is
/// refused, not repaired: a lenient reader of strangers' files has no bounds.
struct PDFFile {
    /// A run of objects in a table: where its entries of twenty octets lie.
    private struct Subsection {
        let first: Int
        let count: Int
        let place: Int
    }

    private static let mostSections = 16
    private static let mostSubsections = 1_024
    private static let entryLength = 20

    let octets: [UInt8]
    /// The newest one.
    let trailer: PDFDictionary
    /// Where the newest table lies.
    let table: Int
    private let subsections: [Subsection]

    init(_ octets: [UInt8]) throws(UnreadablePDF) {
        guard octets.starts(with: "%PDF-".utf8) else { throw .notAPDF }
        let start = try Self.start(of: octets)
        var tables: Set<Int> = []
        var subsections: [Subsection] = []
        var trailers: [PDFDictionary] = []
        var place: Int? = start
        while let table = place {
            guard tables.count < Self.mostSections, tables.insert(table).inserted else { throw .damaged }
            let (found, trailer) = try Self.section(of: octets, at: table)
            guard trailer["Encrypt"] == nil, trailer["XRefStm"] == nil else { throw .rewritten }
            subsections += found
            trailers.append(trailer)
            place = trailer["Prev"]?.integer
        }
        guard let trailer = trailers.first else { throw .damaged }
        self.octets = octets
        self.trailer = trailer
        self.table = start
        self.subsections = subsections
    }

    /// The number behind the last `startxref`, which stands at the very end.
    private static func start(of octets: [UInt8]) throws(UnreadablePDF) -> Int {
        let word = Array("startxref".utf8)
        let tail = max(0, octets.count - 1_024)
        let places = stride(from: octets.count - word.count, through: tail, by: -1)
        guard let place = places.first(where: { octets[$0..<$0 + word.count].elementsEqual(word) }) else {
            throw .damaged
        }
        var scanner = try PDFScanner(octets, at: place + word.count)
        return try scanner.number()
    }

    private static func section(
        of octets: [UInt8],
        at table: Int
    ) throws(UnreadablePDF) -> ([Subsection], PDFDictionary) {
        var scanner = try PDFScanner(octets, at: table)
        guard scanner.take("xref") else {
            // An object in this place is a cross-reference stream (§7.5.8).
            let isObject = (try? scanner.number()) != nil && (try? scanner.number()) != nil && scanner.take("obj")
            throw isObject ? .rewritten : .damaged
        }
        var subsections: [Subsection] = []
        while !scanner.take("trailer") {
            guard subsections.count < mostSubsections else { throw .damaged }
            let (first, count) = (try scanner.number(), try scanner.number())
            scanner.skip()
            let end = scanner.place + count * entryLength
            guard end <= octets.count else { throw .damaged }
            subsections.append(Subsection(first: first, count: count, place: scanner.place))
            scanner = try PDFScanner(octets, at: end)
        }
        guard let trailer = try scanner.value().dictionary else { throw .damaged }
        return (subsections, trailer)
    }

    /// Where an object lies, by the newest table that names it; `nil` for one that is free or unknown (§7.3.10).
    private func place(of reference: PDFReference) throws(UnreadablePDF) -> Int? {
        guard let holder = subsections.first(where: { ($0.first..<$0.first + $0.count).contains(reference.number) })
        else { return nil }
        var scanner = try PDFScanner(octets, at: holder.place + (reference.number - holder.first) * Self.entryLength)
        let (place, generation) = (try scanner.number(), try scanner.number())
        return scanner.take("n") && generation == reference.generation ? place : nil
    }

    /// The value of an object, with the scanner behind it.
    private func object(_ reference: PDFReference) throws(UnreadablePDF) -> (PDFValue, PDFScanner)? {
        guard let place = try place(of: reference) else { return nil }
        var scanner = try PDFScanner(octets, at: place)
        guard try scanner.number() == reference.number, try scanner.number() == reference.generation,
            scanner.take("obj")
        else { throw .damaged }
        let value = try scanner.value()
        return (value, scanner)
    }

    /// A value itself, or what it refers to; a reference to a reference is none.
    func resolved(_ value: PDFValue?) throws(UnreadablePDF) -> PDFValue {
        guard let reference = value?.reference else { return value ?? .null }
        return try object(reference)?.0 ?? .null
    }

    /// A stream's dictionary and its octets as they stand in the file.
    func stream(_ reference: PDFReference) throws(UnreadablePDF) -> (PDFDictionary, ArraySlice<UInt8>) {
        guard let (value, behind) = try object(reference), let dictionary = value.dictionary else { throw .damaged }
        var scanner = behind
        guard scanner.take("stream") else { throw .damaged }
        try scanner.endLine()
        guard let length = try resolved(dictionary["Length"]).integer, length >= 0,
            length <= octets.count - scanner.place
        else { throw .damaged }
        let data = octets[scanner.place..<scanner.place + length]
        var end = try PDFScanner(octets, at: data.endIndex)
        guard end.take("endstream") else { throw .damaged }
        return (dictionary, data)
    }
}
