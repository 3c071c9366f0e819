package import Domain

extension Institute {
    /// The domain that mail is from, in A-labels: where the DNS records of its keys belong.
    package var mailDomain: String {
        get throws { try Mailbox(name: "", address: senderEmail ?? contactEmail).domain }
    }
}
