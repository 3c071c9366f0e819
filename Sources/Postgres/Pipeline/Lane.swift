import CPostgres
import Logging

/// One connection for look-ups and the thread that drives it: while a batch is under way the next one gathers.
struct Lane {
    /// Large enough for one round trip's worth of callers, small enough that an answer does not wait long for the last.
    private static let batchSize = 128
    private static let pauses = Duration.milliseconds(50)...Duration.seconds(1)

    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let backlog: Backlog
    private let bell: Bell
    private var connection: PipelinedConnection?
    private var pause = Self.pauses.lowerBound

    init(_ configuration: DatabaseConfiguration, _ backlog: Backlog, bell: Bell, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        self.backlog = backlog
        self.bell = bell
    }

    /// Serves until the backlog is closed and empty.
    mutating func run() {
        backlog.enter(bell)
        while true {
            switch backlog.turn(bell, isConnected: connection != nil) {
            case .rest: rest()
            case .work: work()
            case .end: return end()
            }
        }
    }

    private mutating func end() {
        if connection != nil { drop(nil) }
        backlog.leave(bell)
    }

    /// Waits for work; of the server only bad news is to be expected meanwhile.
    private mutating func rest() {
        let hasRung = bell.wait(orReadable: connection?.socket)
        bell.hush()
        guard !hasRung, let connection, !connection.isStillAlive() else { return }
        drop("the server closed it while it was idle")
    }

    private mutating func work() {
        guard let connection = connection ?? open() else { return }
        var batch = backlog.take(atMost: Self.batchSize)
        if !batch.isEmpty { connection.exchange(&batch, patience: backlog.expire) }
        if let loss = connection.loss { drop(loss.message) }
        backlog.finish(batch)
    }

    private mutating func drop(_ reason: String?) {
        connection = nil
        backlog.loseConnection()
        guard let reason else { return }
        logger.warning("a look-up connection was lost", metadata: ["reason": "\(reason)"])
    }

    /// Opens the connection; when it cannot, tells those whom waiting will not help, or waits a little itself.
    private mutating func open() -> PipelinedConnection? {
        // Opening blocks this thread, and those who wait want to be told in time.
        let watch = Task { [backlog] in
            while (try? await Task.sleep(for: .milliseconds(50))) != nil { backlog.expire() }
        }
        defer { watch.cancel() }
        do {
            connection = try PipelinedConnection(opening: configuration, logger: logger)
            pause = Self.pauses.lowerBound
            backlog.gainConnection()
        } catch {
            let trouble = error as? PostgresError ?? PostgresError(.cannotConnect, "\(error)", place: .lane)
            logger.warning("cannot connect to postgres", metadata: ["reason": "\(trouble.message)"])
            guard !backlog.hear(trouble) else { return nil }
            _ = bell.wait(orReadable: nil, timeout: pause * Double.random(in: 0.5...1))
            bell.hush()
            pause = min(pause * 2, Self.pauses.upperBound)
        }
        return connection
    }
}
