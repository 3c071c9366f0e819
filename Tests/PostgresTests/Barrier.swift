import Dispatch
import Postgres

/// A locked table: a look-up that reads it holds up its lane until the barrier is lifted.
struct Barrier {
    private let gate = DispatchSemaphore(value: 0)
    private let task: Task<Void, any Error>

    /// Takes one connection of the pool.
    init(in database: Database) async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let gate = gate
        task = Task {
            defer { begin.finish() }
            try await database.write { connection in
                try connection.script("CREATE TABLE IF NOT EXISTS barrier (n int8)")
            }
            try await database.write { connection in
                try connection.script("LOCK TABLE barrier")
                begin.finish()
                gate.wait()
            }
        }
        for await _ in begun {}
    }

    func lift() async throws {
        gate.signal()
        try await task.value
    }
}

extension Database {
    /// A look-up that runs into the barrier, once it is under way.
    func lookUpBehindBarrier() async -> Task<Int?, any Error> {
        await waitForIdleLanes()
        let task = Task { try await lookUp("SELECT count(*) FROM barrier", as: Int.self) }
        while lookUpStatistics.underWay == 0 { await Task.yield() }
        return task
    }

    /// Waits until so many look-ups wait for their turn.
    func waitForLookUps(_ count: Int) async {
        while lookUpStatistics.waiting < count { await Task.yield() }
    }

    /// A lane is done a moment after its callers have their answers.
    func waitForIdleLanes() async {
        while lookUpStatistics.underWay > 0 { await Task.yield() }
    }
}
