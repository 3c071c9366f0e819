/// A PDF seen through its cross-reference sections (ISO 32000-1 §7.5.4 to §7.5.8), newest first.
///
/// It reads what cairo and `PDFUpdate` write, and what other programs make of it when they save it anew: plain objects and
/// those in compressed streams, each within a bound. A file that is encrypted, hybrid or damaged is refused, not repaired: a
/// lenient reader of strangers' files has no bounds.
struct PDFFile {
    private static let mostSections = 16

    let octets: [UInt8]
    /// The newest one.
    let trailer: PDFDictionary
    /// Where the newest section lies.
    let table: Int
    private let sections: [PDFSection]
    private let objectStreams = PDFObjectStreams()

    /// Whether all its sections are tables, so that another table may follow them.
    var isPlain: Bool { sections.allSatisfy(\.isTable) }

    init(_ octets: [UInt8]) throws(UnreadablePDF) {
        guard octets.starts(with: "%PDF-".utf8) else { throw .notAPDF }
        let start = try Self.start(of: octets)
        var places: Set<Int> = []
        var sections: [PDFSection] = []
        var place: Int? = start
        while let next = place {
            guard places.count < Self.mostSections, places.insert(next).inserted else { throw .damaged }
            let section = try PDFSection(of: octets, at: next)
            guard section.trailer["Encrypt"] == nil, section.trailer["XRefStm"] == nil else { throw .rewritten }
            sections.append(section)
            place = section.trailer["Prev"]?.integer
        }
        guard let trailer = sections.first?.trailer else { throw .damaged }
        self.octets = octets
        self.trailer = trailer
        self.table = start
        self.sections = sections
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

    /// Where an object lies, by the newest section that names it; `nil` for one that is free or unknown (§7.3.10).
    private func place(of reference: PDFReference) throws(UnreadablePDF) -> PDFSection.Place? {
        for section in sections {
            guard let entry = try section.entry(for: reference.number, in: octets) else { continue }
            guard case .used(let place, let generation) = entry else { return nil }
            return generation == reference.generation ? place : nil
        }
        return nil
    }

    /// The value of an object, with the scanner behind it.
    private func object(_ reference: PDFReference) throws(UnreadablePDF) -> (PDFValue, PDFScanner)? {
        var scanner: PDFScanner
        switch try place(of: reference) {
        case nil: return nil
        case .offset(let place)?:
            scanner = try PDFScanner(octets, at: place)
            guard try scanner.number() == reference.number, try scanner.number() == reference.generation,
                scanner.take("obj")
            else { throw .damaged }
        case .packed(let stream, let index)?:
            scanner = try self.scanner(in: stream, index: index, number: reference.number)
        }
        let value = try scanner.value()
        return (value, scanner)
    }

    private func scanner(in stream: Int, index: Int, number: Int) throws(UnreadablePDF) -> PDFScanner {
        let reference = PDFReference(number: stream, generation: 0)
        // Neither an object stream nor its length lies in another one (§7.5.7): a file of circles ends here.
        guard case .offset? = try place(of: reference), let dictionary = try resolved(.reference(reference)).dictionary
        else { throw .damaged }
        if let length = dictionary["Length"]?.reference, case .packed? = try place(of: length) { throw .damaged }
        let (_, data) = try self.stream(reference)
        let expanded = try objectStreams.octets(of: stream) { limit throws(UnreadablePDF) in
            try PDFFilter.expand(
                data,
                filter: dictionary["Filter"] ?? .null,
                parameters: dictionary["DecodeParms"] ?? .null,
                limit: limit
            )
        }
        return try PDFObjectStreams.scanner(in: expanded, dictionary, index: index, number: number)
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
        guard let length = try resolved(dictionary["Length"]).integer else { throw .damaged }
        return (dictionary, try scanner.data(length))
    }
}
