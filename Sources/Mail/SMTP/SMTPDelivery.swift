package import Domain
import Foundation

/// Hands mail to a mail server, signed, over a few connections that stay open.
///
/// At least once: a mail that the server took just before this process ended is sent again, with the same Message-ID.
package actor SMTPDelivery: Delivery {
    package nonisolated let width: Int
    package nonisolated let domainRate: Int?
    private nonisolated let keys: DKIMKeys
    /// Mails that were written before there was a mail server.
    private nonisolated let spool: Spool?
    private var idle: [SMTPLine]
    private var waiting: [CheckedContinuation<SMTPLine, Never>] = []

    package init(_ server: MailServer, keys: DKIMKeys, spool: Spool? = nil) {
        width = server.connections
        domainRate = server.domainRate
        self.keys = keys
        self.spool = spool
        idle = (1...max(1, server.connections)).map { SMTPLine(server, number: $0) }
    }

    package func deliver(_ message: Message) async throws -> String {
        do {
            return try await handOver(message).reply
        } catch let failure as SMTPLine.Failure {
            throw failure.fault
        }
    }

    /// Delivers a mail, and says all that was said.
    package func converse(_ message: Message) async throws -> (result: Result<String, DeliveryFault>, lines: [String]) {
        do {
            let handover = try await handOver(message)
            return (.success(handover.reply), handover.lines)
        } catch let failure as SMTPLine.Failure {
            return (.failure(failure.fault), failure.lines)
        }
    }

    package func erase(_ ids: [JobID]) async throws { try await spool?.erase(ids) }
    package func sweep(olderThan age: Duration) async throws { try await spool?.sweep(olderThan: age) }

    private nonisolated func handOver(_ message: Message) async throws -> SMTPLine.Handover {
        let octets = try keys.signed(message.bytes, domain: message.domain, at: Date())
        let callOff = CallOff()
        let line = await take()
        do {
            let handover = try await withTaskCancellationHandler {
                try await line.hand(octets, from: message.sender, to: message.to, callOff)
            } onCancel: {
                callOff.raise()
            }
            await give(line)
            return handover
        } catch {
            await give(line)
            throw error
        }
    }

    private func take() async -> SMTPLine {
        if let line = idle.popLast() { return line }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func give(_ line: SMTPLine) {
        guard !waiting.isEmpty else { return idle.append(line) }
        waiting.removeFirst().resume(returning: line)
    }
}
