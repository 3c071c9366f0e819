import Domain
import Foundation

extension Ending {
    /// Help goes to standard output; everything else is a sentence, or a problem object, on standard error.
    func say(asJSON: Bool) {
        guard !message.isEmpty else { return }
        guard code != .done else { return Output.write(message + "\n", to: STDOUT_FILENO) }
        Output.write(asJSON ? json.text + "\n" : words(on: Screen(STDERR_FILENO)), to: STDERR_FILENO)
    }

    private func words(on screen: Screen) -> String {
        guard code != .usage || !message.contains("\n") else { return message + "\n" }
        guard problems.count > 1 else {
            return "\(problems.first?.place ?? "")\(message)".wrapped(to: screen.width).joined(separator: "\n") + "\n"
        }
        return
            problems
            .map { "\($0.place)\($0.message)".wrapped(to: screen.width - 2).joined(separator: "\n  ") }
            .map { "- \($0)\n" }
            .joined()
    }

    /// As HTTP would say it (RFC 9457), with the exit code where HTTP has a status.
    var json: JSON {
        [
            "type": .string("urn:registrar:problem:\(word)"),
            "title": .string(title),
            "detail": .string(message),
            "code": .string(word),
            "exit": .integer(Int(code.rawValue)),
            "problems": .list(problems) { ["field": .string($0.field), "message": .string($0.message)] },
        ]
    }

    private var title: String {
        switch code {
        case .done: "Done"
        case .refused: "Refused"
        case .usage: "Wrong usage"
        case .fault: "A fault"
        case .unavailable: "Unavailable"
        }
    }
}

extension Refusal.Problem {
    /// A place in a file stands before its message; the name of a field is in the message already.
    fileprivate var place: String { field.contains(":") && !message.hasPrefix(field) ? "\(field): " : "" }
}
