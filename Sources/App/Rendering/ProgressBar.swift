import Foundation

/// How far long work has come: one line on a terminal's standard error that is written over, and nothing elsewhere.
struct ProgressBar: Sendable {
    private static let width = 30
    private let what: String
    /// Whether somebody sees it.
    let isShown: Bool

    init(_ what: String) {
        self.what = what
        isShown = isatty(STDERR_FILENO) == 1
    }

    func show(_ done: Int, of all: Int) {
        guard isShown, all > 0 else { return }
        let full = Self.width * done / all
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        Output.write("\r\(bar) \(done) of \(all) \(what)", to: STDERR_FILENO)
    }

    /// Takes the line away.
    func end() {
        guard isShown else { return }
        Output.write("\r\u{1B}[2K", to: STDERR_FILENO)
    }
}
