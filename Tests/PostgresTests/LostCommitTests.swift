import TestSupport
import Testing

@testable import Postgres

@Suite("A COMMIT whose answer is lost")
struct LostCommitTests {
    private struct Outcome {
        var result: Result<Int, any Error>
        var runs: Int
        /// Rows found afterwards over another line.
        var rows: Int
    }

    /// Writes one row through a proxy that loses COMMITs, and looks afterwards what became of it.
    private func write(
        losing cut: CuttingProxy.Cut,
        times: Int = 1,
        isFinal: Bool = false,
        commitTimeout: Duration = .seconds(10)
    ) async throws -> Outcome {
        try await ScratchDatabase.create { scratch in
            let direct = scratch.open(poolSize: 1)
            try await direct.write { try $0.script("CREATE TABLE t (a int8)") }
            let directory = try #require(scratch.url.firstMatch(of: /host=([^&]+)/)?.1)
            let serverPort = try #require(scratch.url.firstMatch(of: /port=([0-9]+)/).flatMap { Int($0.1) })
            let proxy = try CuttingProxy(
                socketDirectory: String(directory),
                serverPort: serverPort,
                losing: cut,
                times: times,
                isFinal: isFinal
            )
            let url = "postgresql://127.0.0.1:\(proxy.port)/\(scratch.name)?user=postgres&sslmode=disable"
            let database = scratch.open(url: url, poolSize: 2, commitTimeout: commitTimeout)
            let runs = Counter()
            let result: Result<Int, any Error>
            do {
                result = .success(
                    try await database.write { connection in
                        let run = runs.next()
                        try connection.execute("INSERT INTO t VALUES (\(run))")
                        return run
                    }
                )
            } catch {
                result = .failure(error)
            }
            let rows = try await direct.one("SELECT count(*) FROM t", as: Int.self)
            await database.close()
            proxy.stop()
            await direct.close()
            return Outcome(result: result, runs: runs.value, rows: rows)
        }
    }

    @Test("that the server committed is a success, and nothing is done twice")
    func committed() async throws {
        let outcome = try await write(losing: .answer)
        #expect(try outcome.result.get() == 1)
        #expect(outcome.runs == 1)
        #expect(outcome.rows == 1)
    }

    @Test("that never reached the server is run again")
    func aborted() async throws {
        let outcome = try await write(losing: .question, times: 3)
        #expect(try outcome.result.get() == 4)
        #expect(outcome.rows == 1)
    }

    @Test("that the server still waits for is ended there, and run again")
    func inProgress() async throws {
        let outcome = try await write(losing: .silence, commitTimeout: .seconds(4))
        #expect(try outcome.result.get() == 2)
        #expect(outcome.rows == 1)
    }

    @Test("is unknown when no server answers any more", arguments: [CuttingProxy.Cut.answer, .question])
    func unreachable(cut: CuttingProxy.Cut) async throws {
        let outcome = try await write(losing: cut, isFinal: true, commitTimeout: .milliseconds(300))
        let error = #expect(throws: PostgresError.self) { try outcome.result.get() }
        #expect(error?.kind == .commitUnknown)
        #expect(error?.isUnavailable == true)
        #expect(outcome.runs == 1)
    }

    @Test("is unknown in the future, on another timeline and in another cluster")
    func cannotTell() async throws {
        try await ScratchDatabase.lend { database in
            let (number, cluster) = try await database.write { connection in
                (try connection.one("SELECT pg_current_xact_id()", as: UInt64.self), connection.cluster)
            }
            let here = try #require(cluster)
            let error = PostgresError(.connectionLost, "test", place: .pool)
            func fate(_ number: UInt64, _ cluster: ClusterIdentity) async -> Fate {
                await database.fate(of: LostCommit(number: number, cluster: cluster, error: error))
            }
            #expect(await fate(number, here) == .committed)
            #expect(await fate(number + 1_000_000_000, here) == .unknown)
            #expect(await fate(number, ClusterIdentity(system: here.system, timeline: "0000FFFF")) == .unknown)
            #expect(await fate(number, ClusterIdentity(system: "1", timeline: here.timeline)) == .unknown)
            #expect(await fate(number, .hidden) == .unknown)
        }
    }
}
