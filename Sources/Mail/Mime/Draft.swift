import CMime
import Domain
import Foundation

/// Everything one mail consists of, before it becomes octets.
///
/// Its shape is multipart/alternative (text, then HTML); with calendars that stands in a multipart/mixed, and each
/// calendar beside it as a file.
struct Draft {
    let from: Mailbox
    let to: Mailbox
    /// Where answers go, where that is not whom it is from.
    var replyTo: Mailbox?
    let subject: String
    let messageID: String
    let date: Date
    /// The letter's template.
    let kind: String
    let text: String
    let html: String
    var calendars: [CalendarFile] = []
    /// For mail to the list: how its reader leaves it.
    var list: ListLinks?

    /// Names the letter in the file, so that a spool can tell what lies in it.
    static let kindHeader = "X-Registrar-Letter"

    /// RFC 5322, CRLF, seven-bit but for an address that is not ASCII.
    func encoded() throws -> [UInt8] {
        GMime.start()
        let message = try GObject(g_mime_message_new(0))
        let object = registrar_message_object(message.pointer)
        let moment = g_date_time_new_from_unix_utc(Int(date.timeIntervalSince1970))
        defer { g_date_time_unref(moment) }
        g_mime_message_set_date(message.pointer, moment)
        let boxes: [(GMimeAddressType, Mailbox?)] = [
            (GMIME_ADDRESS_TYPE_FROM, from), (GMIME_ADDRESS_TYPE_REPLY_TO, replyTo), (GMIME_ADDRESS_TYPE_TO, to),
        ]
        for case (let kind, let box?) in boxes {
            g_mime_message_add_mailbox(message.pointer, kind, EncodedWord.encode(box.name), box.address)
        }
        g_mime_message_set_subject(message.pointer, EncodedWord.encode(subject), "utf-8")
        g_mime_message_set_message_id(message.pointer, messageID)
        if list == nil { g_mime_object_append_header(object, "Auto-Submitted", "auto-generated", nil) }
        g_mime_object_append_header(object, "Content-Language", "en", nil)
        g_mime_object_append_header(object, Self.kindHeader, kind, nil)

        let alternative = try GObject(g_mime_multipart_new_with_subtype("alternative"))
        for (type, words) in [("plain", text), ("html", html)] {
            let part = try Self.part("text", type, Array(words.utf8), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
            g_mime_multipart_add(alternative.pointer, registrar_part_object(part.pointer))
        }
        let root = registrar_multipart_object(alternative.pointer)
        guard !calendars.isEmpty else {
            g_mime_message_set_mime_part(message.pointer, root)
            return try octets(of: object)
        }
        let mixed = try GObject(g_mime_multipart_new_with_subtype("mixed"))
        g_mime_multipart_add(mixed.pointer, root)
        for calendar in calendars {
            let file = try Self.part("text", "calendar", calendar.bytes, GMIME_CONTENT_ENCODING_BASE64)
            let entry = registrar_part_object(file.pointer)
            g_mime_object_set_content_type_parameter(entry, "method", calendar.method.rawValue)
            g_mime_object_set_disposition(entry, "attachment")
            g_mime_object_set_content_disposition_parameter(entry, "filename", calendar.name)
            g_mime_multipart_add(mixed.pointer, entry)
        }
        g_mime_message_set_mime_part(message.pointer, registrar_multipart_object(mixed.pointer))
        return try octets(of: object)
    }

    private static func part(
        _ type: String,
        _ subtype: String,
        _ content: [UInt8],
        _ encoding: GMimeContentEncoding
    ) throws -> GObject<GMimePart> {
        let part = try GObject(g_mime_part_new_with_type(type, subtype))
        let stream = try GObject(
            content.withUnsafeBytes {
                g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
            }
        )
        let wrapper = try GObject(g_mime_data_wrapper_new_with_stream(stream.pointer, GMIME_CONTENT_ENCODING_DEFAULT))
        g_mime_object_set_content_type_parameter(registrar_part_object(part.pointer), "charset", "utf-8")
        g_mime_part_set_content(part.pointer, wrapper.pointer)
        g_mime_part_set_content_encoding(part.pointer, encoding)
        return part
    }

    private func octets(of object: UnsafeMutablePointer<GMimeObject>?) throws -> [UInt8] {
        let format = g_mime_format_options_new()
        defer { g_mime_format_options_free(format) }
        g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS)
        guard let text = g_mime_object_to_string(object, format) else {
            throw UnfitLetter("The MIME library could not write the message.")
        }
        defer { g_free(text) }
        return (list?.header ?? []) + Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
