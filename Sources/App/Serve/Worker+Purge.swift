import Domain
import Logging
import Mail

extension Worker {
    /// Purges what is over its time, once a night for all workers.
    func purgeTonight() async throws -> Bool {
        let delivery = self.delivery
        let gone = try await registrar.retention.purgeTonight { before, held in
            try await delivery.forget(before: before, sparing: held)
        }
        guard let gone else { return false }
        let words = gone.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        logger.info("purged what is over its time", metadata: ["gone": "\(words.isEmpty ? "nothing" : words)"])
        return false
    }
}
