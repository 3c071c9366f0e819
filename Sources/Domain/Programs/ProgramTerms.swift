/// Withdrawal and transfer terms as a program's file gives them: whole days before the first session.
package struct ProgramTerms: Codable, Equatable, Sendable {
    /// Whoever gives the seat back at least so many days before is paid back so many percent.
    package struct Refund: Codable, Equatable, Sendable {
        package let days: Int
        package let percent: Int
    }

    /// How often a holder may move to another cohort, and up to how many days before.
    package struct Transfer: Codable, Equatable, Sendable {
        package let times: Int
        package let days: Int
    }

    /// Days fall, and percents with them; later than the last nothing is paid back.
    package let refund: [Refund]
    package let transfer: Transfer

    /// `refund 100 % up to 30 days before, 50 % up to 14; transfer once up to 7 days before`
    package var words: String {
        let steps = refund.map { "\($0.percent) % up to \($0.days) days before" }
        let times = transfer.times == 1 ? "once" : "\(transfer.times) times"
        return "refund \(steps.isEmpty ? "none" : steps.joined(separator: ", ")); transfer "
            + (transfer.times == 0 ? "none" : "\(times) up to \(transfer.days) days before")
    }
}
