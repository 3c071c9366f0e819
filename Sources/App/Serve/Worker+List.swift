import Domain
import Logging

extension Worker {
    /// Ends requests for the list whose time is over, and writes the digests that people on it lack; true when there may be
    /// more.
    func keepList() async throws -> Bool {
        try await registrar.subscribers.endOldRequests()
        let written = try await registrar.subscribers.keepMissingDigests()
        if written > 0 { logger.info("digests of addresses written", metadata: ["people": "\(written)"]) }
        return written > 0
    }
}
