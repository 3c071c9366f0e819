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

    /// Goes on with certificates to sign anew, ordered elsewhere or left by a kill.
    func reissue() async throws -> Bool {
        for key in try await registrar.reissues.goOnWhereKeysAre() {
            logger.info("every certificate of a compromised key is signed anew", metadata: ["key": "\(key)"])
        }
        return false
    }
}
