import Domain
import Mail

/// Deals with mails that came back, the same for the worker, the command line and the door for other mail servers.
struct IncomingDesk: Sendable {
    let registrar: Registrar
    let reader: IncomingReader

    /// What was done about a mail, in words, and whether a person has to look at it.
    struct Word: Sendable {
        let words: String
        var isForPeople = false
        /// The mail of ours that it is about.
        var job: JobID?
    }

    func take(_ octets: [UInt8]) async throws -> Word {
        switch reader.read(octets) {
        case .report(let report):
            let effect = try await registrar.jobs.take(report)
            return Word(words: "\(report.words): \(effect.words)", job: report.job)
        case .leave(let token):
            guard try await registrar.subscribers.leave(token: token) else {
                return Word(words: "It asks to leave the list, by a token that is none of ours.", isForPeople: true)
            }
            return Word(words: "Somebody left the list by mail.")
        case .nothing(let words): return Word(words: words)
        case .unclear(let words): return Word(words: words, isForPeople: true)
        }
    }

    /// Deals with every new mail of a folder, and moves it: to `cur`, flagged where a person has to look at it.
    func take(_ folder: Maildir, _ tell: (_ file: String, Word) -> Void) async throws {
        for name in try folder.new() {
            let octets = try folder.read(name)
            let word =
                if let octets { try await take(octets) } else {
                    Word(words: "It is gone, not readable, or too large to be a report.", isForPeople: true)
                }
            // Moved last: what a kill leaves is read again, and the same report counts once.
            tell(try folder.settle(name, forPeople: word.isForPeople), word)
        }
    }
}

extension MailReport {
    fileprivate var words: String {
        let said = status.map { " (\($0))" } ?? ""
        return switch kind {
        case .hard: "Mail \(job) came back for good\(said)"
        case .soft: "Mail \(job) came back, another may arrive\(said)"
        case .delayed: "Mail \(job) is delayed\(said)"
        case .complaint: "The reader of mail \(job) complained"
        }
    }
}

extension ReportEffect {
    fileprivate var words: String {
        switch self {
        case .suppressed(.complaint): "their address gets no more marketing mail."
        case .suppressed: "the address gets no more mail."
        case .noted: "noted."
        case .known: "known already."
        case .nobody: "there is nobody to it any more."
        }
    }
}
