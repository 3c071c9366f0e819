/// One export on its way out: each row goes into the list, or is held back for a reason and kept where somebody wants it.
struct ExportFile {
    private typealias Reason = ExportSummary.HeldBack.Reason

    private let profile: ExportProfile
    private let separator: UInt8
    private(set) var list: Outlet
    /// Kit's people without a first name, as the profile for them has it.
    private(set) var withoutName: Outlet?
    private(set) var quarantine: Outlet?
    private var heldBack: [Reason: (count: Int, rows: [String])] = [:]

    init(_ profile: ExportProfile, to outlets: ExportOutlets) {
        self.profile = profile
        separator = profile == .jsonl ? 0x02 : UInt8(ascii: ",")
        list = Outlet(profile, outlets.list)
        quarantine = outlets.quarantine.map { Outlet(profile, $0) }
        withoutName = profile == .kit ? outlets.withoutName.map { Outlet(.kitWithoutName, $0) } : nil
    }

    /// Takes a row as COPY sends it: why it is held back (nothing when it leaves), a separator, and what to write.
    mutating func take(_ row: RawSpan) throws {
        guard row.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == separator else { return try hold(row) }
        try list.write(row.extracting(1..<row.byteCount - 1))
    }

    private mutating func hold(_ row: RawSpan) throws {
        let end = row.withUnsafeBytes { $0.firstIndex(of: separator) ?? 0 }
        guard let reason = Reason(rawValue: row.extracting(0..<end).text) else { return }
        let rest = row.extracting(end + 1..<row.byteCount - 1)
        switch reason {
        case .looksLikeAFormula: try quarantine?.write(rest)
        case .noFirstName: try withoutName?.write(rest.extracting(first: rest.firstCell))
        }
        // Whoever leaves by the second file is not held back.
        guard reason != .noFirstName || withoutName == nil else { return }
        var held = heldBack[reason] ?? (0, [])
        held.count += 1
        if held.rows.count < 20 { held.rows.append(rest.text) }
        heldBack[reason] = held
    }

    mutating func finish() throws {
        try list.flush()
        try withoutName?.flush()
        try quarantine?.flush()
    }

    var summary: ExportSummary {
        ExportSummary(
            profile: profile,
            rows: list.rows,
            sha256: list.sha256,
            heldBack: Reason.allCases.compactMap { reason in
                heldBack[reason].map { .init(reason: reason, count: $0.count, rows: $0.rows) }
            },
            withoutName: withoutName.map { .init(profile: .kitWithoutName, rows: $0.rows, sha256: $0.sha256) }
        )
    }
}

extension RawSpan {
    fileprivate var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

    /// How many octets the first cell of a row of CSV has.
    fileprivate var firstCell: Int {
        withUnsafeBytes { octets in
            guard octets.first == UInt8(ascii: "\"") else { return octets.prefix { $0 != UInt8(ascii: ",") }.count }
            var isQuoted = false
            for (index, octet) in octets.enumerated() {
                if octet == UInt8(ascii: "\"") { isQuoted.toggle() }
                if octet == UInt8(ascii: ","), !isQuoted { return index }
            }
            return octets.count
        }
    }
}
