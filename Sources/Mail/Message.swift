package import Domain
package import Foundation

/// One mail, ready to be handed over: the whole of RFC 5322, with CRLF line ends.
package struct Message: Sendable {
    /// The job it comes from.
    package let id: JobID
    package let to: String
    /// Where what cannot be delivered comes back to.
    package let sender: String
    /// The domain it is from, whose keys sign it.
    package let domain: String
    package let subject: String
    /// Without angle brackets; the same for every sending of one job.
    package let messageID: String
    package let bytes: [UInt8]
}

/// A way for mail to leave the service.
package protocol Delivery: Sendable {
    /// How many mails may be under way at a time.
    var width: Int { get }

    /// How many mails a minute one domain gets; nil is as many as there are.
    var domainRate: Int? { get }

    /// Hands one message over for good.
    ///
    /// - Returns: where it went, in words for staff: `spool/000042.eml`, or what the mail server said.
    /// - Throws: `DeliveryFault` where a mail server said no or nothing, else what the disk said. It is then not certain that
    ///   the message was not taken; delivering it again does no harm.
    func deliver(_ message: Message) async throws -> String

    /// Takes back what still lies here of the messages of these jobs; no harm when nothing does.
    func erase(_ ids: [JobID]) async throws

    /// Takes away what is left of deliveries that a crash broke off, unless they began within `age`.
    func sweep(olderThan age: Duration) async throws

    /// Forgets what was delivered before a moment and still lies here; returns how many messages.
    func forget(before moment: Date, sparing held: Set<JobID>) async throws -> Int
}

extension Delivery {
    /// Of messages that were handed on nothing lies here.
    package func forget(before moment: Date, sparing held: Set<JobID>) async throws -> Int { 0 }
}

/// Why a mail server has not taken a mail, with its own words.
package enum DeliveryFault: Error, Equatable, CustomStringConvertible {
    /// It never will; the status where it named one and spoke of the recipient.
    case refused(String, MailStatus?)
    /// It may take it later.
    case postponed(String)
    /// It cannot be used, and was not asked to take this mail.
    case unreachable(String)

    package var description: String {
        switch self {
        case .refused(let words, _), .postponed(let words), .unreachable(let words): words
        }
    }
}
