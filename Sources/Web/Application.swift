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
    Application(
        responder: Front(house: try House(registrar: registrar, settings: settings), logger: logger),
        // A connection that says nothing for a minute makes room for another.
        server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))),
        configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
        logger: Logger(label: logger.label) { _ in ServerLog(logger: logger) }
    )
}
