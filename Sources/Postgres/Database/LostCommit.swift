import CPostgres

/// A transaction whose COMMIT was sent and never answered.
struct LostCommit: Sendable {
    let number: UInt64
    let cluster: ClusterIdentity
    let error: PostgresError
}

/// Which cluster and which of its histories a connection talks to; a transaction's number means something there only.
struct ClusterIdentity: Equatable, Sendable {
    let system: String
    let timeline: String

    /// Stands for a cluster that does not say; equal to none, see `isSame(as:)`.
    static let hidden = ClusterIdentity(system: "", timeline: "")

    /// Answers the current transaction's number, the cluster's identifier and its timeline.
    static let query = """
        SELECT pg_current_xact_id(),
               (SELECT system_identifier FROM pg_control_system()),
               left(pg_walfile_name(pg_current_wal_lsn()), 8)
        """

    init(system: String, timeline: String) {
        self.system = system
        self.timeline = timeline
    }

    init(_ row: ResultSet) {
        system = row.text(column: 1) ?? ""
        timeline = row.text(column: 2) ?? ""
    }

    func isSame(as other: Self) -> Bool {
        self != .hidden && self == other
    }
}

extension ResultSet {
    /// A value of the first row in text form, as the simple protocol returns it.
    func text(column: Int32) -> String? {
        guard rowCount > 0, PQgetisnull(handle, 0, column) == 0 else { return nil }
        return String(cString: PQgetvalue(handle, 0, column))
    }

    func number(column: Int32) -> UInt64? {
        text(column: column).flatMap { UInt64($0) }
    }
}
