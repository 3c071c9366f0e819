import ArgumentParser

/// A command that works on the database through the operations of Domain, and answers once.
protocol DeskCommand: AsyncParsableCommand {
    var options: DeskOptions { get }

    func answer(at desk: Desk) async throws -> Answer
}

extension DeskCommand {
    func run() async throws {
        let desk = try Desk(try await Settings.read(), login: options.login)
        let answer: Answer
        do {
            answer = try await self.answer(at: desk)
        } catch {
            await desk.close()
            throw error
        }
        await desk.close()
        Output.show(answer, asJSON: options.json)
        if !answer.isGood { throw AnsweredNo() }
    }
}
