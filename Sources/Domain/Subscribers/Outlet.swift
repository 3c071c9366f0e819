import Crypto

/// The octets of one file on their way out: gathered, hashed and counted, in constant memory.
struct Outlet {
    /// So many octets are gathered before they are handed on.
    private static let portion = 64 * 1024

    private let hand: @Sendable ([UInt8]) throws -> Void
    private let lineEnd: [UInt8]
    private var gathered: [UInt8] = []
    private var gatheredRows = 0
    private var hasher = SHA256()
    /// Rows that were handed on, whole.
    private(set) var rows = 0

    init(_ profile: ExportProfile, _ hand: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.hand = hand
        lineEnd = Array(profile.lineEnd.utf8)
        gathered.reserveCapacity(Self.portion + 4096)
        gathered += profile.opening
    }

    mutating func write(_ row: RawSpan) throws {
        row.withUnsafeBytes { gathered.append(contentsOf: $0) }
        gathered.append(contentsOf: lineEnd)
        gatheredRows += 1
        if gathered.count >= Self.portion { try flush() }
    }

    mutating func flush() throws {
        guard !gathered.isEmpty else { return }
        try hand(gathered)
        hasher.update(data: gathered)
        rows += gatheredRows
        gatheredRows = 0
        gathered.removeAll(keepingCapacity: true)
    }

    /// Of all that was handed on, in hexadecimal digits.
    var sha256: String { hasher.finalize().hexadecimal }
}

extension Sequence<UInt8> {
    var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
