package import Domain

/// A mail as it lies in a spool.
package struct SpooledMail: Sendable {
    package let id: JobID
    package let path: String
    package let to: String
    package let subject: String
    package let messageID: String
    package let kind: SeatLetter.Kind?
    /// The plain text, for showing on a terminal.
    package let text: String
    package let bytes: [UInt8]

    /// - Throws: `UnfitLetter` when the octets are not a mail.
    init(id: JobID, path: String, bytes: [UInt8]) throws {
        let message = try ReadMessage(bytes)
        self.id = id
        self.path = path
        to = message.to
        subject = message.subject
        messageID = message.messageID
        kind = message.kind
        text = message.text
        self.bytes = bytes
    }
}
