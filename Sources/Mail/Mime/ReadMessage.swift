import CMime
import Domain

/// What a stored message says about itself, decoded.
struct ReadMessage {
    let to: String
    let subject: String
    let messageID: String
    let kind: SeatLetter.Kind?
    /// The first text/plain part.
    let text: String

    /// - Throws: `UnfitLetter` when the octets are not a message.
    init(_ bytes: [UInt8]) throws {
        GMime.start()
        let stream = try GObject(
            bytes.withUnsafeBytes {
                g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
            }
        )
        let parser = try GObject(g_mime_parser_new_with_stream(stream.pointer))
        let message = try GObject(g_mime_parser_construct_message(parser.pointer, nil))
        let object = registrar_message_object(message.pointer)
        guard let messageID = g_mime_message_get_message_id(message.pointer) else {
            throw UnfitLetter("The file is not a mail: it has no Message-ID.")
        }
        self.messageID = String(cString: messageID)
        let recipients = g_mime_message_get_to(message.pointer)
        to =
            internet_address_list_get_address(recipients, 0)
            .flatMap { registrar_mailbox_address($0) }
            .map { String(cString: $0) } ?? ""
        subject = g_mime_message_get_subject(message.pointer).map { String(cString: $0) } ?? ""
        kind = g_mime_object_get_header(object, Draft.kindHeader)
            .flatMap { SeatLetter.Kind(rawValue: String(cString: $0)) }
        text = Self.firstText(of: object)
    }

    private static func firstText(of object: UnsafeMutablePointer<GMimeObject>?) -> String {
        let parts = g_mime_part_iter_new(object)
        defer { g_mime_part_iter_free(parts) }
        repeat {
            guard let text = registrar_part_text(g_mime_part_iter_get_current(parts)) else { continue }
            defer { g_free(text) }
            return String(cString: text)
        } while g_mime_part_iter_next(parts) != 0
        return ""
    }
}

extension Message {
    /// The plain words of it, as a reader without HTML has them.
    package func plainText() throws -> String { try ReadMessage(bytes).text }
}
