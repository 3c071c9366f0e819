package import Domain
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// Builds the application, the same for the program and for its tests.
///
/// - Throws: When a template or an asset that belongs to this build is missing or broken.
package func buildApplication(
    registrar: Registrar,
    settings: WebSettings,
    logger: Logger
) throws -> Application<Front> {
    let front = Front(house: try House(registrar: registrar, settings: settings), logger: logger)
    return Application(
        responder: front,
        server: HTTPServerBuilder {
            FastChannel(usual: HTTP1Channel(responder: $0), front: front, patience: settings.idleTimeout)
        },
        configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
        logger: Logger(label: logger.label) { _ in ServerLog(logger: logger) }
    )
}
