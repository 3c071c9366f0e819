import Dispatch
import Logging

/// Look-ups of many tasks over few connections: each lane is a thread, started when the others are busy.
final class Pipeline: Sendable {
    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let backlog: Backlog

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        backlog = Backlog(configuration)
    }

    /// The lanes hold the backlog, not this: they end with the last who could ask them.
    deinit {
        backlog.abandon()
    }

    var statistics: LookUpStatistics { backlog.statistics }

    func close() async {
        await backlog.close()
    }

    func rows(_ sql: SQL, _ place: Place) async throws -> Rows {
        try sql.checkParameters(place)
        return Rows(try await LookUp(sql, place).answer(to: add))
    }

    /// The same for who does not wait for it.
    func ask(_ sql: SQL, _ place: Place, then hearer: @escaping LookUp.Hearer) {
        let lookUp = LookUp(sql, place)
        _ = lookUp.begin(hearer)
        do { try sql.checkParameters(place) } catch { return lookUp.settle(.failure(error)) }
        add(lookUp)
    }

    private func add(_ lookUp: LookUp) {
        switch backlog.add(lookUp) {
        case .none: break
        case .ring(let bell): bell.ring()
        case .startLane: startLane()
        case .refuse(let error): lookUp.settle(.failure(error))
        }
    }

    private func startLane() {
        guard let bell = Bell() else {
            var error = PostgresError(.cannotConnect, "no eventfd can be made", place: .lane)
            error.isFinal = true
            // It leaves first: who hears of it may ask again at once, and is to find no lane that is none.
            backlog.leave(nil)
            _ = backlog.hear(error)
            return
        }
        DispatchQueue(label: "postgres look-ups").async { [configuration, logger, backlog] in
            var lane = Lane(configuration, backlog, bell: bell, logger: logger)
            lane.run()
        }
    }
}
