import Foundation
import Subprocess
import TestSupport

/// `registrar serve` or `registrar work` while a test talks with it.
struct RunningService {
    let send: (Signal) throws -> Void
    private let lines: LineReader

    /// Where it listens, once it has said so.
    private(set) var address = ServiceAddress(port: 0)

    /// Starts the service, lends it, asks it to stop when the test has not, and tells how it ended and how long that took.
    static func lend(
        _ binary: Binary,
        _ arguments: Arguments = ["serve", "--port", "0"],
        until word: String = "listening on",
        _ body: (RunningService) async throws -> Void
    ) async throws -> (status: TerminationStatus, stopping: Duration) {
        let clock = ContinuousClock()
        let result = try await Subprocess.run(
            Binary.executable,
            arguments: arguments,
            environment: binary.subprocessEnvironment,
            input: .none,
            output: .discarded,
            error: .sequence
        ) { execution in
            let lines = LineReader(execution.standardError.strings())
            do {
                var service = RunningService(send: { try execution.send(signal: $0) }, lines: lines)
                let line = try await service.line(with: word)
                service.address = ServiceAddress(port: line.split(separator: ":").last.flatMap { Int($0) } ?? 0)
                try await body(service)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .terminate)
            let asked = clock.now
            while try await lines.next() != nil {}
            return asked
        }
        return (result.terminationStatus, clock.now - result.closureResult)
    }

    /// Reads the log up to the line with a word.
    func line(with word: String) async throws -> String {
        try await lines(upTo: word).last ?? ""
    }

    /// The log up to the line with a word.
    func lines(upTo word: String) async throws -> [String] {
        var seen: [String] = []
        while let line = try await lines.next() {
            seen.append(line)
            if line.contains(word) { return seen }
        }
        throw Ended(log: seen.joined(separator: "\n"))
    }

    struct Ended: Error {
        let log: String
    }

    func get(_ path: String) async throws -> (status: Int, body: String) {
        try await address.get(path)
    }
}

/// The lines of a log, one reader at a time.
final class LineReader {
    private var lines: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

    init(_ lines: SubprocessOutputSequence.StringSequence<UTF8>) {
        self.lines = lines.makeAsyncIterator()
    }

    func next() async throws -> String? { try await lines.next() }
}
