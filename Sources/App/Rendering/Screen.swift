import Foundation

/// Where output goes: how wide it is, and whether it shows colour.
struct Screen {
    let width: Int
    let hasColour: Bool

    static let plain = Screen(width: 80, hasColour: false)

    /// A terminal has its own width and colours, unless NO_COLOR is set; a file or a pipe has 80 columns and none.
    init(_ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard isatty(descriptor) == 1 else {
            self = .plain
            return
        }
        var size = winsize()
        let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = known ? max(40, Int(size.ws_col)) : 80
        hasColour = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    init(width: Int, hasColour: Bool) {
        self.width = width
        self.hasColour = hasColour
    }
}
