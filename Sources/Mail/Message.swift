package import Domain
package import Foundation

/// One mail, ready to be handed over: the whole of RFC 5322, with CRLF line ends.
package struct Message: Sendable {
    /// The job it comes from.
    package let id: JobID
    package let to: String
    package let subject: String
    /// Without angle brackets; the same for every sending of one job.
    package let messageID: String
    package let bytes: [UInt8]
}

/// A way for mail to leave the service.
package protocol Delivery: Sendable {
    /// Hands one message over for good.
    ///
    /// - Returns: where it went, in words for staff (`spool/000042.eml`).
    /// - Throws: when it is not certain that the message was taken; delivering it again does no harm.
    func deliver(_ message: Message) async throws -> String

    /// Takes back what still lies here of the messages of these jobs; no harm when nothing does.
    func erase(_ ids: [JobID]) async throws

    /// Takes away what is left of deliveries that a crash broke off, unless they began within `age`.
    func sweep(olderThan age: Duration) async throws

    /// Forgets what was delivered before a moment and still lies here; returns how many messages.
    func forget(before moment: Date) async throws -> Int
}

extension Delivery {
    /// Of messages that were handed on nothing lies here.
    package func forget(before moment: Date) async throws -> Int { 0 }
}
