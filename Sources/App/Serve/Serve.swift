import ArgumentParser
import Domain
import Foundation
import Hummingbird
import Metrics
import NIOCore
import ServiceLifecycle
import Web

/// Serves pages and JSON, and by default sends mail too, until a signal asks it to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve pages and JSON, and send mail, until a signal asks to stop.",
        discussion: """
            SIGINT or SIGTERM stops it within ten seconds. An older database is refused \
            until it is migrated; while the database is away, /readyz says 503.

            Example:
              registrar serve --port 8080
              REGISTRAR_WORKER=off registrar serve
            """
    )

    @Option(help: ArgumentHelp("Where to listen (also REGISTRAR_HOST).", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("Where to listen, 0 to 65535 (also REGISTRAR_PORT).", valueName: "number"))
    var port: Int?

    func validate() throws {
        guard port.map((0...65535).contains) ?? true else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let workshop = try Workshop(try await Settings.read())
        let settings = workshop.settings.service
        let gate = workshop.gate
        let web = WebSettings(
            host: host ?? settings.host,
            port: port ?? settings.port,
            trustedProxies: try settings.trustedProxies.map { network in
                do { return try AddressRange(network) } catch {
                    throw UsageProblem("REGISTRAR_TRUSTED_PROXIES: \(error)")
                }
            },
            readiness: { await gate.obstacle().map(WebSettings.Readiness.notReady) ?? .ready },
            gauges: workshop.gauges,
            mailReports: try workshop.mailReports()
        )
        MetricsSystem.bootstrap(web.measurements)
        // The database is asked while the pages' templates are read.
        async let opening = gate.tryToOpen()
        let application = try buildApplication(registrar: workshop.registrar, settings: web, logger: workshop.logger)
        let worker = settings.runsWorker ? [try workshop.worker()] : []
        let tally = LookUpTally(registrar: workshop.registrar, gate: gate, logger: workshop.logger)
        _ = try await opening
        do {
            // The last of them stops first.
            try await workshop.run(worker + [tally, application])
        } catch let error as IOError where [EADDRINUSE, EADDRNOTAVAIL, EACCES].contains(error.errnoCode) {
            throw Refusal.conflict(
                "address-refused",
                "The system does not let this process listen on \(web.host) port \(web.port): "
                    + "\(String(cString: strerror(error.errnoCode))). Choose another with --host and --port."
            )
        }
    }
}
