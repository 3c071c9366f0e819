/// Takes records as they are found, field by field.
protocol RecordSink {
    /// Whether reading on would tell nothing more.
    var hasEnough: Bool { get }
    /// The field's octets without the quotes around it.
    mutating func field(_ octets: [UInt8])
    /// The fields since the last record were one record, which began on this line, from 1.
    mutating func record(line: Int)
    mutating func fault(line: Int, _ words: String)
}

/// Parts comma-separated values (RFC 4180) octet by octet, as they come in.
///
/// With or without BOM, lines that end in LF or CRLF; what first parts two fields of the header, a comma, semicolon or tab,
/// parts all. Blank lines are nothing. Of a field no more is held than its longest: the rest is told, and let go.
struct RecordScanner {
    private enum Place { case start, plain, quoted, closed }

    private var place = Place.start
    private var octets: [UInt8] = []
    private var fields = 0
    /// What parts the fields, once that is known.
    private(set) var separator: UInt8?
    private let longest: Int
    private var isTooLong = false
    private var line = 1
    private var recordLine = 1
    private var quoteLine = 1
    /// How much of the octets EF BB BF was met at the very beginning; nil when that is behind.
    private var mark: Int? = 0

    /// - Parameter longest: So many octets a field may have.
    init(longest: Int = .max) {
        self.longest = longest
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let separators: Set<UInt8> = [0x2C, 0x3B, 0x09]
    private static let comma: UInt8 = 0x2C
    private static let quote: UInt8 = 0x22
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    mutating func scan(_ chunk: [UInt8], into sink: inout some RecordSink) {
        for octet in chunk {
            if let met = mark {
                mark = met < 3 && octet == Self.byteOrderMark[met] ? met + 1 : nil
                if mark == 3 { mark = nil }
                if met < 3, octet == Self.byteOrderMark[met] { continue }
            }
            take(octet, &sink)
        }
    }

    mutating func finish(into sink: inout some RecordSink) {
        if place == .quoted { sink.fault(line: quoteLine, "The quotation mark that opens here is never closed.") }
        if fields > 0 || !octets.isEmpty || place != .start { endRecord(&sink) }
    }

    private mutating func take(_ octet: UInt8, _ sink: inout some RecordSink) {
        if octet == Self.lineFeed { line += 1 }
        guard octet != 0 else { return sink.fault(line: line, "A NUL stands here; remove it.") }
        if place == .quoted {
            if octet == Self.quote { place = .closed } else { append(octet, &sink) }
            return
        }
        if octet == Self.quote {
            switch place {
            case .start:
                place = .quoted
                quoteLine = line
            case .closed:
                // A doubled quotation mark inside a quoted field is one.
                append(octet, &sink)
                place = .quoted
            default: sink.fault(line: line, "A quotation mark stands inside a field: quote the field, and double it.")
            }
        } else if octet == Self.lineFeed {
            endRecord(&sink)
        } else if octet == separator || separator == nil && Self.separators.contains(octet) {
            separator = octet
            endField(&sink)
        } else if place == .closed, octet != Self.carriageReturn {
            sink.fault(line: line, "After a closing quotation mark a comma is missing.")
            place = .plain
        } else {
            append(octet, &sink)
            if place == .start { place = .plain }
        }
    }

    private mutating func append(_ octet: UInt8, _ sink: inout some RecordSink) {
        if octets.count < longest { return octets.append(octet) }
        guard !isTooLong else { return }
        isTooLong = true
        sink.fault(line: line, "A cell is longer than \(longest / 1024) KiB; is a quotation mark never closed?")
    }

    private mutating func endField(_ sink: inout some RecordSink) {
        sink.field(octets)
        octets.removeAll(keepingCapacity: true)
        fields += 1
        isTooLong = false
        place = .start
    }

    private mutating func endRecord(_ sink: inout some RecordSink) {
        if octets.last == Self.carriageReturn { octets.removeLast() }
        if fields > 0 || !octets.isEmpty || place == .closed {
            endField(&sink)
            sink.record(line: recordLine)
            // A header of one column parts no fields, and neither does what follows it.
            separator = separator ?? Self.comma
        }
        fields = 0
        place = .start
        recordLine = line
    }
}
