import CCurl
import Domain
import Synchronization

/// What was said while one mail was handed over, as curl tells it: how far it came, and the server's last words.
///
/// It belongs to one line at a time; curl calls it from that line's thread alone.
final class Conversation {
    /// How far it came.
    enum Step: Int, Comparable {
        case connecting, hello, startTLS, authentication, sender, recipient, data, body, end

        static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }

        var words: String {
            switch self {
            case .connecting: "while connecting"
            case .hello: "after EHLO"
            case .startTLS: "after STARTTLS"
            case .authentication: "after AUTH"
            case .sender: "after MAIL FROM"
            case .recipient: "after RCPT TO"
            case .data: "after DATA"
            case .body: "in the middle of the mail"
            case .end: "after the end of the mail"
            }
        }
    }

    private(set) var step = Step.connecting
    /// The server's answer to what was said last, line by line.
    private(set) var reply: [String] = []
    /// What the server can do, as EHLO was answered; nil on a connection that was open before.
    private(set) var abilities: Set<String>?
    /// Both sides, for people; what authenticates is left out.
    private(set) var lines: [String] = []
    private let octets: [UInt8]
    private var handed = 0
    /// What is said after QUIT is about nothing any more.
    private var isLeaving = false
    private let isCalledOff: CallOff

    init(_ octets: [UInt8], _ isCalledOff: CallOff) {
        self.octets = octets
        self.isCalledOff = isCalledOff
    }

    var isReused: Bool { abilities == nil && step >= .sender }
    var isOver: Bool { isCalledOff.flag.load(ordering: .relaxed) }

    /// The three digits of the last answer.
    var code: Int? { reply.last.flatMap { Int($0.prefix(3)) } }

    /// Gives curl the next octets of the mail.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard !isOver else { return 0x1000_0000 }  // CURL_READFUNC_ABORT
        if step < .body { begin(.body) }
        let count = min(buffer.count, octets.count - handed)
        octets.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[handed..<(handed + count)]))
        }
        handed += count
        if handed == octets.count { begin(.end) }
        return count
    }

    func hear(_ kind: curl_infotype, _ text: String) {
        switch kind {
        case CURLINFO_HEADER_OUT: say(text)
        case CURLINFO_HEADER_IN: answer(text)
        case CURLINFO_TEXT:
            let line = text.onOneLine
            if Self.telling.contains(where: line.hasPrefix) { lines.append(line) }
        default: break
        }
    }

    /// What curl says of the connection that staff want to know.
    private static let telling = [
        "Connected to", "SSL connection using", " subject:", "subject:", "issuer:", "SSL certificate", "Re-using",
        "expire date:",
    ]

    private func say(_ text: String) {
        let line = text.onOneLine
        let verb = line.prefix { $0 != " " }.uppercased()
        switch verb {
        case "EHLO", "HELO":
            begin(.hello)
            abilities = []
        case "STARTTLS": begin(.startTLS)
        case "AUTH":
            begin(.authentication)
            lines.append("> AUTH \(line.dropFirst(5).prefix { $0 != " " }) …")
            return
        case "MAIL": begin(.sender)
        case "RCPT": begin(.recipient)
        case "DATA": begin(.data)
        case "QUIT": isLeaving = true
        default:
            guard step != .authentication else {
                reply = []
                return lines.append("> …")
            }
        }
        lines.append("> \(line)")
    }

    private func answer(_ text: String) {
        let line = text.onOneLine
        if !isLeaving { reply.append(line) }
        lines.append(step == .authentication && line.hasPrefix("334") ? "< 334 …" : "< \(line)")
        if step == .hello, line.hasPrefix("250") {
            abilities?.insert(line.dropFirst(4).prefix { $0 != " " }.uppercased())
        }
    }

    private func begin(_ step: Step) {
        self.step = step
        reply = []
    }
}

/// Called off by whoever waits for a mail to be handed over; seen by curl within a second.
final class CallOff: Sendable {
    let flag = Atomic(false)

    func raise() { flag.store(true, ordering: .relaxed) }
}
