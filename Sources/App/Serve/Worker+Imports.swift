import Domain
import Logging

extension Worker {
    /// Signs what was imported in term where the keys are not, or before a kill; true when there may be more.
    func signImported() async throws -> Bool {
        guard registrar.certificates.canSign else { return false }
        return try await registrar.certificates.signImported()
    }
}
