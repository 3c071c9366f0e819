import ArgumentParser

/// A command that works on the database through the operations of Domain, and answers once.
protocol DeskCommand: AsyncParsableCommand {
    var options: DeskOptions { get }

    func answer(at desk: Desk) async throws -> Answer
}

extension DeskCommand {
    func run() async throws {
        let answer = try await Desk.open(options) { try await self.answer(at: $0) }
        Output.show(answer, asJSON: options.json)
        if !answer.isGood { throw AnsweredNo() }
    }
}
