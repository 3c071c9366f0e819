import CPostgres
import Logging

/// Takes what the server says unasked: notices go to the log at debug, and a FATAL one marks the connection as dying.
final class Notices {
    private let logger: Logger
    private(set) var saidGoodbye = false

    init(logger: Logger) {
        self.logger = logger
    }

    func install(on handle: OpaquePointer) {
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context else { return }
                Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().take(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func take(_ result: OpaquePointer?) {
        let severity = PostgresError.field(.severity, of: result) ?? "NOTICE"
        if severity == "FATAL" || severity == "PANIC" { saidGoodbye = true }
        logger.debug(
            "postgres notice",
            metadata: [
                "severity": "\(severity)",
                "state": "\(PostgresError.field(.sqlState, of: result) ?? "")",
                "message": "\(PostgresError.field(.message, of: result) ?? "")",
            ]
        )
    }
}
