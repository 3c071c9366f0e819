/// The order in which one candidate sees items and options: the same whenever it is asked for, and another for each.
///
/// Fisher and Yates' shuffle (Knuth, TAOCP 2, §3.4.2, algorithm P) over SplitMix64 (Steele, Lea and Flood, OOPSLA 2014),
/// written out, since the orders of a library may change with its release. Answers are stored in the order of the file.
struct Shuffle: Sendable {
    let seed: Int

    /// Positions of the form, from 1, in the order in which they are shown.
    func items(_ count: Int) -> [Int] { order(of: count, UInt64(bitPattern: Int64(seed))) }

    /// Numbers of an item's options, from 1, in the order in which they are shown.
    func options(_ count: Int, at position: Int) -> [Int] {
        order(of: count, UInt64(bitPattern: Int64(seed)) ^ (UInt64(position) &* 0xD1B5_4A32_D192_ED03))
    }

    private func order(of count: Int, _ seed: UInt64) -> [Int] {
        var order = Array(1...max(1, count))
        var state = seed
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            word ^= word >> 31
            order.swapAt(last, Int(word.multipliedFullWidth(by: UInt64(last + 1)).high))
        }
        return count < 1 ? [] : order
    }
}
