package import Testing

/// Gives each test of a suite a database of its own: a fresh copy of the migrated template, dropped afterwards.
package struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        await Self.gate.enter()
        do {
            try await perform(function)
        } catch {
            await Self.gate.leave()
            throw error
        }
        await Self.gate.leave()
    }

    private func perform(_ function: @concurrent @Sendable () async throws -> Void) async throws {
        let (cluster, template) = try await Self.template.value
        let database = try await TestDatabase(on: cluster, template)
        do {
            try await TestDatabase.$scoped.withValue(database) { try await function() }
        } catch {
            await database.drop()
            throw error
        }
        await database.drop()
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
