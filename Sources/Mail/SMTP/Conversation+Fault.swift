import Domain

extension Conversation {
    /// What a hand-over that failed means for the mail.
    ///
    /// - Parameter words: what curl says of it.
    func fault(_ words: String, with server: MailServer) -> DeliveryFault {
        // After a yes it is not the server that failed, but TLS, say.
        let said = (code ?? 0) < 400 ? words : reply.joined(separator: " ")
        let all = "\(server.host):\(server.port) \(step.words): \(said)"
        return Self.fault(all, said: said, code: code, at: step)
    }

    /// What an answer at a step means; without a code the server said nothing.
    static func fault(_ words: String, said: String, code: Int?, at step: Step) -> DeliveryFault {
        // Before MAIL the server knows nothing of the mail, and a mail that was not tried has not failed.
        guard step >= .sender else { return .unreachable(words) }
        guard let code else { return .postponed(words) }
        if step == .sender, code == 421 || wantsAuthentication.contains(code) { return .unreachable(words) }
        // Once it took the sender it speaks of this one mail, which must not stop all others; and it is not the address's fault.
        guard !wantsAuthentication.contains(code) else { return .postponed(words) }
        let status = MailStatus(in: said)
        guard (500...599).contains(code), !isFullMailbox(code, status, at: step) else { return .postponed(words) }
        return .refused(words, step == .recipient ? status : nil)
    }

    /// The server takes no mail from us as long as we do not say who we are.
    private static let wantsAuthentication: Set<Int> = [530, 534, 535, 538]

    /// RFC 5321 §4.5.3.1.10 has 552 for a full mailbox too, and says to treat it as passing; RFC 3463 tells it from a mail that
    /// is too big.
    private static func isFullMailbox(_ code: Int, _ status: MailStatus?, at step: Step) -> Bool {
        status.map(\.isFullMailbox) ?? (code == 552 && step == .recipient)
    }
}
