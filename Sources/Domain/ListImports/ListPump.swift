import Crypto

/// Reads a list once from its beginning and gives its rows as CSV for the database, some at a time.
struct ListPump {
    private(set) var reading: ListReading
    private var records = RecordScanner(longest: ListReading.longest)
    private var lines = LineScanner(longest: ListReading.longest)
    private var transcoder: Transcoder
    private var hasher = SHA256()
    private var isDone = false
    private let source: OctetSource
    private let isJSON: Bool
    private let progress: (Int) -> Void
    private var size = 0

    /// - Parameter progress: Told how many octets were read.
    init(
        _ list: ListImport,
        _ evidence: ListEvidence,
        under terms: ListTerms,
        progress: @escaping (Int) -> Void
    ) throws {
        source = try list.file.open()
        isJSON = evidence.isJSON
        reading = ListReading(list, isJSON: isJSON, under: terms)
        transcoder = Transcoder(from: evidence.encoding)
        self.progress = progress
    }

    /// What parts the cells: a comma, a semicolon or a tab.
    var separator: UInt8? { isJSON ? nil : records.separator }

    var digest: String { hasher.finalize().hexadecimal }

    /// The next rows; nil at the end.
    mutating func next() throws -> [UInt8]? {
        while !isDone, reading.taken.isEmpty {
            guard let octets = try source.next(), !octets.isEmpty else {
                isDone = true
                take(transcoder.end())
                finish()
                break
            }
            hasher.update(data: octets)
            size += octets.count
            take(transcoder.utf8(octets))
            progress(size)
            if let refusal = reading.refusal { throw refusal }
        }
        if let refusal = reading.refusal { throw refusal }
        defer { reading.taken.removeAll(keepingCapacity: true) }
        return reading.taken.isEmpty ? nil : reading.taken
    }

    private mutating func take(_ octets: [UInt8]) {
        guard isJSON else { return records.scan(octets, into: &reading) }
        lines.scan(octets) { reading.take($0, $1) }
    }

    private mutating func finish() {
        guard isJSON else { return records.finish(into: &reading) }
        lines.finish { reading.take($0, $1) }
    }
}

extension ListReading {
    fileprivate mutating func take(_ line: Int, _ octets: [UInt8]?) {
        guard let octets else { return tooLong(line) }
        json(octets, line: line)
    }
}
