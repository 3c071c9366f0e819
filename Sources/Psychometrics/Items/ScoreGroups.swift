/// Candidates from low to high by raw score, in groups of about equal size, for trace lines.
///
/// Equal scores are never parted: a score belongs to the group in which the middle of its candidates stands. A group is
/// empty when too few scores differ.
package struct ScoreGroups: Hashable, Sendable {
    /// The raw scores of each group that occur; nil for an empty group.
    package let ranges: [ClosedRange<Int>?]
    /// How many candidates each group has.
    package let sizes: [Int]
    /// The group of each raw score.
    let places: [Int]

    init(_ distribution: ScoreDistribution, groups: Int) {
        var ranges: [ClosedRange<Int>?] = Array(repeating: nil, count: groups)
        var sizes = Array(repeating: 0, count: groups)
        var places: [Int] = []
        var below = 0
        for (raw, here) in distribution.frequencies.enumerated() {
            guard here > 0 else {
                places.append(0)
                continue
            }
            let group = groups * (2 * below + here) / (2 * distribution.count)
            ranges[group] = (ranges[group]?.lowerBound ?? raw)...raw
            sizes[group] += here
            places.append(group)
            below += here
        }
        self.ranges = ranges
        self.sizes = sizes
        self.places = places
    }
}
