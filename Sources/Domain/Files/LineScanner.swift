/// Parts text into lines as it comes in; of a line no more is held than its longest.
struct LineScanner {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let lineFeed: UInt8 = 0x0A

    private let longest: Int
    private var held: [UInt8] = []
    private var isTooLong = false
    private var line = 1

    init(longest: Int) {
        self.longest = longest
    }

    /// - Parameter take: Told the number of each line, from 1, and its octets; nil is a line that is too long.
    mutating func scan(_ chunk: [UInt8], _ take: (Int, [UInt8]?) -> Void) {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: Self.lineFeed) {
            hold(rest[..<end])
            finish(take)
            rest = rest[(end + 1)...]
        }
        hold(rest)
    }

    /// Ends the line at hand; called once more when nothing comes after it.
    mutating func finish(_ take: (Int, [UInt8]?) -> Void) {
        if line == 1, held.starts(with: Self.byteOrderMark) { held.removeFirst(3) }
        take(line, isTooLong ? nil : held)
        held.removeAll(keepingCapacity: true)
        isTooLong = false
        line += 1
    }

    private mutating func hold(_ octets: ArraySlice<UInt8>) {
        if held.count + octets.count > longest { isTooLong = true }
        if !isTooLong { held += octets }
    }
}
