import Dispatch

extension Database {
    /// Listens on a connection of its own, outside the pool, for as long as the stream is read.
    ///
    /// A lost connection is opened again; each beginning is told by an element of its own, see `Notification`. Needs a
    /// direct connection. The stream throws only what time will not cure, and keeps the newest 8192 unread elements.
    public func notifications(
        on channels: [String],
        file: StaticString = #fileID,
        line: Int = #line
    ) -> AsyncThrowingStream<Notification, any Error> {
        let place = Place(file, line)
        return AsyncThrowingStream(bufferingPolicy: .bufferingNewest(8192)) { continuation in
            guard let bell = Bell() else {
                return continuation.finish(
                    throwing: PostgresError(.cannotConnect, "no eventfd can be made", place: place)
                )
            }
            let listener = Listener(
                channels: channels,
                configuration: configuration,
                logger: logger,
                place: place,
                bell: bell,
                continuation: continuation
            )
            guard listeners.add(bell) else {
                return continuation.finish(throwing: PostgresError(.usage, "the database is closed", place: place))
            }
            continuation.onTermination = { _ in bell.ring() }
            DispatchQueue(label: "postgres listener").async { [listeners] in
                listener.run()
                listeners.remove(bell)
            }
        }
    }
}
