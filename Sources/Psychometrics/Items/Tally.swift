/// Everything that item statistics need, counted in one walk over the responses: who chose what, and what they scored.
///
/// All of it is whole numbers. A column is an option of an item, or after the options the blank.
struct Tally {
    let form: Form
    let distribution: ScoreDistribution
    let groups: ScoreGroups
    /// How many chose a column, by group, item and column.
    private let counts: [Int32]
    /// The raw scores of those who chose a column added up, by item and column.
    private let sums: [Int]

    init(_ responses: Responses, groups number: Int) {
        let scores = responses.rawScores()
        form = responses.form
        distribution = ScoreDistribution(scores: scores, items: form.scored)
        groups = ScoreGroups(distribution, groups: number)
        let columns = form.items.count * form.width
        var counts = Array(repeating: Int32(0), count: number * columns)
        var sums = Array(repeating: 0, count: columns)
        var place = 0
        for raw in scores {
            let group = groups.places[raw] * columns
            for item in stride(from: 0, to: columns, by: form.width) {
                let column = item + Int(responses.codes[place])
                counts[group + column] += 1
                sums[column] += raw
                place += 1
            }
        }
        self.counts = counts
        self.sums = sums
    }

    /// How many of a group chose a column of an item.
    func count(_ item: Int, _ column: Int, group: Int) -> Int {
        Int(counts[(group * form.items.count + item) * form.width + column])
    }

    /// How many chose a column of an item.
    func count(_ item: Int, _ column: Int) -> Int {
        groups.sizes.indices.reduce(0) { $0 + count(item, column, group: $1) }
    }

    /// How many left an item blank.
    func blanks(_ item: Int) -> Int { count(item, Int(form.blank)) }

    /// ΣX over those who chose a column of an item.
    func sum(_ item: Int, _ column: Int) -> Int { sums[item * form.width + column] }
}
