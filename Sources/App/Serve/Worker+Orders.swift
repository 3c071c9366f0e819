import Domain
import Logging

extension Worker {
    /// Issues what was ordered where the keys are not; true when there may be more.
    func issueOrdered() async throws -> Bool {
        guard registrar.certificates.canSign, let trouble = try await registrar.certificates.issueOrdered() else {
            return false
        }
        if trouble.isEmpty {
            logger.info("certificates issued that were ordered")
        } else {
            logger.error("an order to issue was not carried out whole", metadata: ["refusal": "\(trouble)"])
        }
        return true
    }
}
