import ArgumentParser
import Domain
import Foundation
import Postgres

/// How a command ends when it does not end well: one code for programs, one sentence for people.
struct Ending {
    enum Code: Int32, CaseIterable {
        case done = 0
        case refused = 1
        case usage = 2
        /// EX_SOFTWARE of sysexits.h.
        case fault = 70
        /// EX_TEMPFAIL of sysexits.h: the same command may be repeated.
        case unavailable = 75
    }

    let code: Code
    /// Stable; programs may rely on it.
    let word: String
    let message: String
    let problems: [Refusal.Problem]

    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self.init(refusal)
        case let input as InvalidInput: self.init(input.refusal)
        case let problem as UsageProblem: self.init(.usage, "usage", problem.message)
        case let error as PostgresError: self.init(error)
        case let unusable as Secrets.Unusable: self.init(.usage, "secret-unusable", unusable.description)
        case is AnsweredNo: self.init(.refused, "", "")
        default: self = Self.parsing(error) ?? Self(.fault, "fault", Self.faultWords(error))
        }
    }

    private init(_ code: Code, _ word: String, _ message: String, problems: [Refusal.Problem] = []) {
        self.code = code
        self.word = word
        self.message = message
        self.problems = problems
    }

    private init(_ refusal: Refusal) {
        let code: Code = refusal.kind == .unavailable ? .unavailable : .refused
        self.init(code, refusal.code, refusal.message, problems: refusal.problems)
    }

    private init(_ error: PostgresError) {
        switch error.sqlState {
        case _ where error.isUnavailable:
            self.init(
                .unavailable,
                "unavailable",
                "The database cannot be used right now. "
                    + (error.kind == .cannotConnect ? "It said: \(error.message)" : "(\(error.description))")
            )
        case .undefinedTable, .undefinedColumn, .undefinedFunction, .invalidCatalogName:
            self.init(
                .refused,
                "schema-older",
                "The database is not prepared for this release (\(error.description)). Run `registrar migrate`."
            )
        // The migrator's words for files that do not fit the database.
        case _ where error.kind == .usage:
            self.init(.refused, "schema-unfit", error.message)
        default:
            self.init(.fault, "fault", Self.faultWords(error))
        }
    }

    /// What the argument parser has to say, with our codes; a request for help is done, not refused.
    private static func parsing(_ error: any Error) -> Ending? {
        let parsed = RegistrarCommand.exitCode(for: error)
        guard parsed != .failure else { return nil }
        let text = RegistrarCommand.fullMessage(for: error)
        return Ending(
            parsed == .success ? .done : .usage,
            "usage",
            text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
        )
    }

    private static func faultWords(_ error: any Error) -> String {
        "Something went wrong that should not have; nothing was changed by it as far as this command knows. "
            + "What it said: \(error)"
    }
}

/// Wrong usage that the argument parser cannot see: a setting that is missing, say.
struct UsageProblem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// The answer was shown, and it is a no.
struct AnsweredNo: Error {}
