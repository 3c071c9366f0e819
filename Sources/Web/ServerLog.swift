import Logging

/// Passes on what the HTTP server itself says, without the note that it makes for every request: ours have names of their
/// own, and the note cost more than the rest of the log.
struct ServerLog: LogHandler {
    let logger: Logger

    var logLevel: Logger.Level {
        get { logger.logLevel }
        set {}
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        logger.log(
            level: event.level,
            event.message,
            metadata: event.metadata,
            source: event.source,
            file: event.file,
            function: event.function,
            line: event.line
        )
    }
}
