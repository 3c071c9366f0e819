/// One cross-reference section of a PDF, which says where objects lie: a table (ISO 32000-1 §7.5.4), or a stream (§7.5.8)
/// as most programs write today.
struct PDFSection {
    enum Place {
        case offset(Int)
        /// Among others in an object stream.
        case packed(stream: Int, index: Int)
    }

    enum Entry {
        case free
        case used(Place, generation: Int)
    }

    /// A run of objects: where its entries lie.
    private struct Run {
        let first: Int
        let count: Int
        let place: Int
    }

    private static let mostRuns = 1_024
    private static let tableEntry = 20
    private static let longestStream = 2_097_152

    let trailer: PDFDictionary
    private let runs: [Run]
    /// The entries of a stream, expanded, and how wide their three fields are; nil for a table.
    private let stream: (entries: [UInt8], widths: [Int])?

    var isTable: Bool { stream == nil }

    init(of octets: [UInt8], at place: Int) throws(UnreadablePDF) {
        var scanner = try PDFScanner(octets, at: place)
        if scanner.take("xref") {
            (runs, trailer) = try Self.table(of: octets, from: scanner)
            stream = nil
            return
        }
        let reference = (try? scanner.number(), try? scanner.number())
        guard reference.0 != nil, reference.1 != nil, scanner.take("obj"),
            let dictionary = try scanner.value().dictionary, dictionary["Type"] == .name("XRef"),
            let length = dictionary["Length"]?.integer
        else { throw .damaged }
        let entries = try PDFFilter.expand(
            try scanner.data(length),
            filter: dictionary["Filter"] ?? .null,
            parameters: dictionary["DecodeParms"] ?? .null,
            limit: Self.longestStream
        )
        let widths = (dictionary["W"]?.array ?? []).compactMap(\.integer)
        guard widths.count == 3, widths.allSatisfy({ (0...4).contains($0) }), widths.contains(where: { $0 > 0 }) else {
            throw .damaged
        }
        trailer = dictionary
        stream = (entries, widths)
        runs = try Self.runs(in: dictionary, entry: widths.reduce(0, +), total: entries.count)
    }

    private static func table(
        of octets: [UInt8],
        from start: PDFScanner
    ) throws(UnreadablePDF) -> ([Run], PDFDictionary) {
        var scanner = start
        var runs: [Run] = []
        while !scanner.take("trailer") {
            guard runs.count < mostRuns else { throw .damaged }
            let (first, count) = (try scanner.number(), try scanner.number())
            scanner.skip()
            let end = scanner.place + count * tableEntry
            guard end <= octets.count else { throw .damaged }
            runs.append(Run(first: first, count: count, place: scanner.place))
            scanner = try PDFScanner(octets, at: end)
        }
        guard let trailer = try scanner.value().dictionary else { throw .damaged }
        return (runs, trailer)
    }

    private static func runs(
        in dictionary: PDFDictionary,
        entry: Int,
        total: Int
    ) throws(UnreadablePDF) -> [Run] {
        let bounds = dictionary["Index"]?.array?.map(\.integer) ?? [0, dictionary["Size"]?.integer]
        guard bounds.count.isMultiple(of: 2), bounds.count / 2 <= mostRuns else { throw .damaged }
        var runs: [Run] = []
        var place = 0
        for index in stride(from: 0, to: bounds.count, by: 2) {
            guard let first = bounds[index], let count = bounds[index + 1], first >= 0, count >= 0,
                first <= Int(Int32.max), count <= (total - place) / entry
            else { throw .damaged }
            runs.append(Run(first: first, count: count, place: place))
            place += count * entry
        }
        return runs
    }

    /// What it says of an object; nil when it does not name it.
    func entry(for number: Int, in octets: [UInt8]) throws(UnreadablePDF) -> Entry? {
        guard let run = runs.first(where: { number >= $0.first && number - $0.first < $0.count }) else { return nil }
        guard let stream else {
            var scanner = try PDFScanner(octets, at: run.place + (number - run.first) * Self.tableEntry)
            let (offset, generation) = (try scanner.number(), try scanner.number())
            return scanner.take("n") ? .used(.offset(offset), generation: generation) : .free
        }
        var place = run.place + (number - run.first) * stream.widths.reduce(0, +)
        let fields = stream.widths.map { width -> Int in
            defer { place += width }
            return stream.entries[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
        }
        // A field of no width has its usual value: type 1.
        switch stream.widths[0] == 0 ? 1 : fields[0] {
        case 0: return .free
        case 1: return .used(.offset(fields[1]), generation: fields[2])
        case 2: return .used(.packed(stream: fields[1], index: fields[2]), generation: 0)
        default: return nil
        }
    }
}
