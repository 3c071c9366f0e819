import CPostgres
import DequeModule
import Logging

/// One connection in pipeline mode, driven by one thread: it sends a batch and takes its answers in the same order.
///
/// A batch is one transaction, and READ ONLY by its first statement. That costs one statement a batch, and needs no
/// session of its own, as a pooler in transaction mode has none to give.
final class PipelinedConnection {
    /// What the server answers next.
    enum Step {
        /// A statement nobody asked for.
        case chore
        case preparation(StatementCache.Key)
        case guarding
        case lookUp(Int)
        case sync
    }

    static let guarding: SQL = "SELECT set_config('transaction_read_only', 'on', true)"

    let handle: OpaquePointer
    let isPreparing: Bool
    let opened = ContinuousClock.now
    private let notices: Notices
    var statements = StatementCache(capacity: 256)
    /// Statements to run before the next batch.
    var chores: [SQL] = []
    var steps: Deque<Step> = []
    /// The answer to the first step, while libpq has not said that it is whole.
    var answer: OpaquePointer?
    /// Why the last transaction was not made READ ONLY, and so runs nothing.
    var unguarded: PostgresError?
    /// True when nothing more can be sent or read, though libpq may hold answers that came before.
    var isBroken = false
    /// Why the connection is over.
    private(set) var loss: PostgresError?

    init(opening configuration: DatabaseConfiguration, logger: Logger) throws {
        handle = try Connection.open(configuration)
        isPreparing = configuration.preparedStatements
        notices = Notices(logger: logger)
        notices.install(on: handle)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            PQfinish(handle)
            throw PostgresError(.cannotConnect, "the connection takes no pipeline", place: .lane)
        }
    }

    deinit {
        PQclear(answer)
        PQfinish(handle)
    }

    var socket: Int32 { PQsocket(handle) }

    /// Reads what came while nothing was asked: false when the server has closed the connection or is about to.
    func isStillAlive() -> Bool {
        guard PQconsumeInput(handle) == 1 else { return false }
        _ = PQisBusy(handle)
        return PQstatus(handle) == CONNECTION_OK && !notices.saidGoodbye
    }

    /// From here on nothing is sent and nothing is read; the server's own last words are kept.
    func end(with loss: PostgresError? = nil) {
        self.loss = self.loss ?? loss ?? error(nil, nil, isLost: true)
    }

    /// What libpq or the server says about one look-up, or about the connection.
    func error(_ result: OpaquePointer?, _ lookUp: LookUp?, isLost: Bool = false) -> PostgresError {
        PostgresError(
            result: result,
            isLost: isLost,
            connectionMessage: String(cString: PQerrorMessage(handle)),
            statement: lookUp?.sql.text,
            place: lookUp?.place ?? .lane
        )
    }
}

extension Place {
    /// The lane's own work, which no caller asked for.
    static let lane = Place(file: "look-ups", line: 0)
}
