import Domain

extension Conversation {
    /// What a hand-over that failed means for the mail.
    ///
    /// - Parameter words: what curl says of it.
    func fault(_ words: String, with server: MailServer) -> DeliveryFault {
        // After a yes it is not the server that failed, but TLS, say.
        let said = (code ?? 0) < 400 ? words : reply.joined(separator: " ")
        let all = "\(server.host):\(server.port) \(step.words): \(said)"
        // Before MAIL the server knows nothing of the mail, and a mail that was not tried has not failed.
        guard step >= .sender, let code, !Self.wantsAuthentication.contains(code), !(step == .sender && code == 421)
        else {
            return step >= .sender && code == nil ? .postponed(all) : .unreachable(all)
        }
        let status = MailStatus(in: said)
        guard (500...599).contains(code), !isFullMailbox(code, status) else { return .postponed(all) }
        return .refused(all, step == .recipient ? status : nil)
    }

    /// The server takes no mail from us as long as we do not say who we are.
    private static let wantsAuthentication: Set<Int> = [530, 534, 535, 538]

    /// RFC 5321 §4.5.3.1.10 has 552 for a full mailbox too, and says to treat it as passing; RFC 3463 tells it from a mail that
    /// is too big.
    private func isFullMailbox(_ code: Int, _ status: MailStatus?) -> Bool {
        status.map(\.isFullMailbox) ?? (code == 552 && step == .recipient)
    }
}
