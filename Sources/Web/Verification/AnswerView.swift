/// A page of verification, under a heading that is its title too.
protocol AnswerView: Sendable {
    var heading: String { get }
}
