import Logging

/// A log handler that passes every entry on, with its metadata, as it is written.
struct OverheardLog: LogHandler {
    struct Entry: Sendable {
        let level: Logger.Level
        let text: String
    }

    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    private let listener: AsyncStream<Entry>.Continuation

    /// A logger, and what is written to it.
    static func make() -> (Logger, AsyncStream<Entry>) {
        let (entries, listener) = AsyncStream.makeStream(of: Entry.self)
        return (Logger(label: "tests") { _ in OverheardLog(listener: listener) }, entries)
    }

    private init(listener: AsyncStream<Entry>.Continuation) {
        self.listener = listener
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = event.metadata.map { "\($0)" } ?? ""
        listener.yield(Entry(level: event.level, text: "\(event.message) \(details)"))
    }
}
