import Domain
import Foundation
import Synchronization

/// Ctrl-C (SIGINT) and SIGTERM while something is written: the first ends it in order, a second one at once.
struct Interruption: Sendable {
    private static let isAsked = Atomic(false)

    init() {
        // Made here, since a signal's handler may not make anything.
        Self.isAsked.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.isAsked.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// - Throws: `interrupted`.
    func check() throws {
        guard Self.isAsked.load(ordering: .relaxed) else { return }
        throw Refusal.conflict("interrupted", "Interrupted. What was not finished was taken away.")
    }
}
