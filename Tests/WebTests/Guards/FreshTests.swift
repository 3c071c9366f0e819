import NIOConcurrencyHelpers
import Testing

@testable import Web

@Suite("A reading that every request wants")
struct FreshTests {
    private struct Unavailable: Error {}

    /// A clock that only the test moves, and a source that may fail.
    private final class Stage: Sendable {
        let now = NIOLockedValueBox(ContinuousClock.now)
        let value = NIOLockedValueBox<Int?>(1)

        func pass(_ duration: Duration) { now.withLockedValue { $0 += duration } }

        func fresh() -> Fresh<Int> {
            Fresh(clock: { self.now.withLockedValue { $0 } }) {
                guard let value = self.value.withLockedValue({ $0 }) else { throw Unavailable() }
                return value
            }
        }
    }

    @Test("is read again after five seconds; whoever comes while that fails gets what is known, for a minute at most")
    func ages() async throws {
        let stage = Stage()
        let fresh = stage.fresh()
        #expect(try await fresh.value() == 1)
        stage.value.withLockedValue { $0 = 2 }
        stage.pass(.seconds(4))
        #expect(try await fresh.value() == 1)
        stage.pass(.seconds(1))
        #expect(try await fresh.value() == 2)
        stage.value.withLockedValue { $0 = nil }
        stage.pass(.seconds(59))
        await #expect(throws: Unavailable.self) { try await fresh.value() }
        #expect(try await fresh.value() == 2)
        stage.pass(.milliseconds(1_000))
        await #expect(throws: Unavailable.self) { try await fresh.value() }
        await #expect(throws: Unavailable.self) { try await fresh.value() }
        #expect(fresh.lastKnown == 2)
    }
}
