import Crypto

/// The octets of one export on their way out: gathered, hashed and counted, in constant memory.
struct ExportFile {
    private typealias Reason = ExportSummary.HeldBack.Reason

    private let profile: ExportProfile
    private let separator: UInt8
    private let quote: UInt8
    private let lineEnd: [UInt8]
    private let write: ([UInt8]) throws -> Void
    private var gathered: [UInt8] = []
    private var hasher = SHA256()
    private(set) var rows = 0
    private var heldBack: [Reason: (count: Int, rows: [String])] = [:]
    /// Why the receiver takes no more; what it has taken until then is still accounted for.
    private(set) var failure: (any Error)?

    init(_ profile: ExportProfile, write: @escaping ([UInt8]) throws -> Void) {
        self.profile = profile
        self.write = write
        separator = profile == .jsonl ? 0x02 : UInt8(ascii: ",")
        quote = profile == .jsonl ? 0x01 : UInt8(ascii: "\"")
        lineEnd = Array(profile.lineEnd.utf8)
        gathered.reserveCapacity(Self.portion + 4096)
        gathered += profile.opening
    }

    private static let portion = 64 * 1024

    /// Takes whole rows as COPY sends them, each ended by a line feed that no quotes enclose.
    mutating func take(_ piece: [UInt8]) {
        guard failure == nil else { return }
        var start = 0
        var isQuoted = false
        for index in piece.indices {
            let octet = piece[index]
            if octet == quote {
                isQuoted.toggle()
            } else if octet == UInt8(ascii: "\n"), !isQuoted {
                take(row: piece[start..<index])
                start = index + 1
            }
        }
        if gathered.count >= Self.portion { flush() }
    }

    /// A row is: why it is held back (nothing when it leaves), a separator, and what to write.
    private mutating func take(row: ArraySlice<UInt8>) {
        guard row.first == separator else { return hold(row) }
        rows += 1
        gathered.append(contentsOf: row.dropFirst())
        gathered.append(contentsOf: lineEnd)
    }

    private mutating func hold(_ row: ArraySlice<UInt8>) {
        guard let end = row.firstIndex(of: separator),
            let reason = Reason(rawValue: String(decoding: row[..<end], as: UTF8.self))
        else { return }
        var held = heldBack[reason] ?? (0, [])
        held.count += 1
        if held.rows.count < 20 { held.rows.append(String(decoding: row[(end + 1)...], as: UTF8.self)) }
        heldBack[reason] = held
    }

    private mutating func flush() {
        guard failure == nil, !gathered.isEmpty else { return }
        do {
            try write(gathered)
            hasher.update(data: gathered)
        } catch {
            failure = error
        }
        gathered.removeAll(keepingCapacity: true)
    }

    mutating func finish() -> ExportSummary {
        flush()
        return ExportSummary(
            profile: profile,
            rows: rows,
            sha256: hasher.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
            heldBack: Reason.allCases.compactMap { reason in
                heldBack[reason].map { .init(reason: reason, count: $0.count, rows: $0.rows) }
            }
        )
    }
}
