import Foundation
import Subprocess
import TestSupport

/// The real program with an environment of its own, run as a user runs it.
struct Binary {
    let environment: [String: String]

    struct Result {
        let code: Int32
        let output: String
        let error: String

        /// The answer of a command with `--json`.
        func json() throws -> [String: Any] {
            try Self.object(output)
        }

        /// The problem object of a command with `--json`.
        func problem() throws -> [String: Any] {
            try Self.object(error)
        }

        private static func object(_ text: String) throws -> [String: Any] {
            guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
                throw Unexpected()
            }
            return object
        }
    }

    /// Beside the tests' own program, or where REGISTRAR_BINARY says.
    private static let path: URL = {
        if let path = ProcessInfo.processInfo.environment["REGISTRAR_BINARY"] { return URL(filePath: path) }
        return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "registrar")
    }()

    static let executable = Executable.name(path.lastPathComponent)

    /// Nothing of the tester's own settings leaks in.
    var subprocessEnvironment: Environment {
        let kept = ["HOME", "LANG", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"]
        var variables = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
            .merging(environment) { $1 }
        variables["PATH"] = Self.path.deletingLastPathComponent().path + ":/usr/bin:/bin"
        return .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    func run(_ words: String...) async throws -> Result {
        try await run(Arguments(words))
    }

    /// - Parameter input: What it reads from standard input.
    func run(_ arguments: Arguments, input: String = "") async throws -> Result {
        let result = try await Subprocess.run(
            Self.executable,
            arguments: arguments,
            environment: subprocessEnvironment,
            input: .string(input),
            output: .string(limit: 4 << 20),
            error: .string(limit: 1 << 20)
        )
        guard case .exited(let code) = result.terminationStatus else { throw Unexpected() }
        return Result(code: code, output: result.standardOutput, error: result.standardError)
    }
}

/// A folder for the secret and the spool of one test, taken away afterwards.
struct DataFolder {
    let path: URL

    static func lend<Outcome>(_ body: (DataFolder) async throws -> Outcome) async throws -> Outcome {
        let folder = DataFolder(
            path: FileManager.default.temporaryDirectory.appending(path: "registrar-\(UUID().uuidString)")
        )
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(at: folder.path, withIntermediateDirectories: true, attributes: mode)
        defer { try? FileManager.default.removeItem(at: folder.path) }
        let secret = Data(String(repeating: "07", count: 32).utf8)
        guard
            FileManager.default.createFile(
                atPath: folder.secret,
                contents: secret,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw Unexpected() }
        return try await body(folder)
    }

    var secret: String { path.appending(path: "secret").path }
    var spool: String { path.appending(path: "spool").path }

    /// The program on a test's database, and on this folder.
    func binary(on database: TestDatabase, _ settings: [String: String] = [:]) -> Binary {
        binary(service: database.serviceURL, owner: database.ownerURL, settings)
    }

    func binary(service: String, owner: String, _ settings: [String: String] = [:]) -> Binary {
        let environment = [
            "DATABASE_URL": service, "DATABASE_OWNER_URL": owner, "REGISTRAR_SECRET_FILE": secret,
            "REGISTRAR_SPOOL": spool, "REGISTRAR_PUBLIC_URL": "http://localhost:8080",
        ]
        return Binary(environment: environment.merging(settings) { $1 })
    }
}
