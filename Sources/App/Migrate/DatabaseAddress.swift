import Foundation

/// The parts of a connection URI (PostgreSQL manual, 34.1.1.2) that a bootstrap needs: whose login, and which database.
struct DatabaseAddress: Equatable {
    let user: String?
    let password: String?
    let database: String?

    /// - Throws: `UsageProblem` for anything but a URI.
    init(_ text: String, setting: String) throws {
        guard let scheme = ["postgresql://", "postgres://"].first(where: text.hasPrefix) else {
            throw UsageProblem("\(setting) must look like postgresql://login@host/database to bootstrap from it.")
        }
        let halves = text.dropFirst(scheme.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let login = path[0].lastIndex(of: "@").map { path[0][..<$0] } ?? ""
        let words = login.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let options = (halves.count > 1 ? halves[1] : "").split(separator: "&").reduce(into: [String: String]()) {
            let pair = $1.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { $0[String(pair[0])] = Self.plain(pair[1]) }
        }
        user = options["user"] ?? words.first.flatMap(Self.plain)
        password = options["password"] ?? (words.count > 1 ? Self.plain(words[1]) : nil)
        database = options["dbname"] ?? (path.count > 1 ? Self.plain(path[1]) : nil) ?? user
    }

    private static func plain(_ text: Substring) -> String? {
        text.isEmpty ? nil : text.removingPercentEncoding
    }
}
