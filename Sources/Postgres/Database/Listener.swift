import CPostgres
import Logging

/// Hears what is sent on its channels, on a thread of its own, until its bell rings.
struct Listener: Sendable {
    let channels: [String]
    let configuration: DatabaseConfiguration
    let logger: Logger
    let place: Place
    let bell: Bell
    let continuation: AsyncThrowingStream<Notification, any Error>.Continuation

    func run() {
        var pause = Duration.milliseconds(50)
        var isOver = false
        while !isOver {
            do {
                try listen { pause = .milliseconds(50) }
                isOver = true
            } catch let error as PostgresError where error.isCurable {
                logger.warning("listening was interrupted", metadata: ["reason": "\(error.message)"])
                isOver = bell.wait(orReadable: nil, timeout: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, .seconds(2))
            } catch {
                return continuation.finish(throwing: (error as? PostgresError)?.at(place) ?? error)
            }
        }
        continuation.finish()
    }

    /// Returns when the bell rang; throws when the connection is lost.
    private func listen(begun: () -> Void) throws {
        let connection = try Connection(opening: configuration, canceller: Canceller(), logger: logger)
        try connection.refusePooler(place)
        for channel in channels {
            try connection.control("LISTEN \(SQL.quoted(identifier: channel))", place)
            continuation.yield(Notification(channel: channel, payload: "", process: 0, isBeginning: true))
        }
        begun()
        repeat {
            guard connection.hear({ continuation.yield($0) }) else {
                throw PostgresError(.connectionLost, "the connection was lost", place: place)
            }
        } while !bell.wait(orReadable: PQsocket(connection.handle))
    }
}

extension PostgresError {
    /// True for what a listener outlives.
    fileprivate var isCurable: Bool { isUnavailable && !isFinal }
}
