package import Testing

/// Gives each test of a suite a database of its own: a fresh copy of the migrated template, dropped afterwards.
package struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.gate.pass {
            let (cluster, template) = try await Self.template.value
            let database = try await TestDatabase(on: cluster, template)
            do {
                try await TestDatabase.$scoped.withValue(database) { try await function() }
            } catch {
                try await database.drop()
                throw error
            }
            try await database.drop()
        }
    }

    /// Made once, when the first test asks.
    private static let template = Task {
        let cluster = try TestCluster()
        return (cluster, try await cluster.makeTemplate())
    }

    /// More databases at once than this only wait for each other.
    private static let gate = Gate(width: 8)
}

extension Trait where Self == DatabaseTrait {
    package static var database: Self { Self() }
}

/// Lets so many in at a time, the others in order.
private actor Gate {
    private var free: Int
    private var queue: [CheckedContinuation<Void, Never>] = []

    init(width: Int) {
        free = width
    }

    nonisolated func pass(_ body: () async throws -> Void) async throws {
        await enter()
        do {
            try await body()
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    private func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { queue.append($0) }
    }

    private func leave() {
        guard queue.isEmpty else { return queue.removeFirst().resume() }
        free += 1
    }
}
