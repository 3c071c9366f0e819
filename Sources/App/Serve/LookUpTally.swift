import Domain
import Logging
import ServiceLifecycle

/// Writes down once a minute how often certificates were looked up here, and once more at the end.
///
/// It stops after the pages do, so that the last answers are counted too.
struct LookUpTally: Service {
    let registrar: Registrar
    let gate: SchemaGate
    let logger: Logger

    static let pause = Duration.seconds(60)

    func run() async throws {
        await gate.passage()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await Task.rest(Self.pause)
            do { try await registrar.certificates.writeLookUps() } catch {
                logger.warning("look-ups are not written down yet", metadata: ["error": "\(error)"])
            }
        }
    }
}
