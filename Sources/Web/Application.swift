package import Domain
package import Hummingbird
package import Logging

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
        configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
        logger: logger
    )
}
