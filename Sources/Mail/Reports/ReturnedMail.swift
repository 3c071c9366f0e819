import CMime

/// A mail that came back, taken apart: what a report says in fields, and the header of the mail that it is about.
struct ReturnedMail {
    /// One block of fields, by name in small letters.
    typealias Fields = [String: String]

    let subject: String
    /// multipart/report, of a failure or of a complaint.
    let isReport: Bool
    /// Sent by a machine that answers (RFC 3834).
    let isAutomatic: Bool
    /// The addresses it was sent to, as far as its header tells.
    let recipients: String
    /// The returned header, or the start of whatever was returned.
    private(set) var returned = ""
    /// Per recipient: message/delivery-status.
    private(set) var delivery: [Fields] = []
    /// message/feedback-report.
    private(set) var feedback: Fields?

    /// - Throws: `UnfitLetter` when the octets are no mail.
    init(_ octets: [UInt8]) throws {
        GMime.start()
        let stream = try GObject(
            octets.withUnsafeBytes {
                g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
            }
        )
        let parser = try GObject(g_mime_parser_new_with_stream(stream.pointer))
        let message = try GObject(g_mime_parser_construct_message(parser.pointer, nil))
        let object = registrar_message_object(message.pointer)
        func field(_ name: String) -> String? { g_mime_object_get_header(object, name).map { String(cString: $0) } }

        subject = g_mime_message_get_subject(message.pointer).map { String(cString: $0) } ?? ""
        recipients = ["To", "Delivered-To", "X-Original-To", "Envelope-To"].compactMap(field).joined(separator: " ")
        let submitted = field("Auto-Submitted")?.lowercased() ?? "no"
        isAutomatic = !submitted.hasPrefix("no") || field("X-Autoreply") != nil || field("X-Autorespond") != nil
        guard let root = g_mime_message_get_mime_part(message.pointer),
            registrar_has_type(root, "multipart", "report") != 0
        else {
            isReport = false
            return
        }
        isReport = true
        let parts = g_mime_part_iter_new(object)
        defer { g_mime_part_iter_free(parts) }
        repeat { take(g_mime_part_iter_get_current(parts)) } while g_mime_part_iter_next(parts) != 0
    }

    private mutating func take(_ part: UnsafeMutablePointer<GMimeObject>?) {
        guard let part else { return }
        if let inner = registrar_part_message(part) {
            // Its fields in full, whoever folded them.
            if let header = g_mime_object_get_headers(registrar_message_object(inner), nil) {
                returned += String(cString: header)
                g_free(header)
            }
            return
        }
        if registrar_has_type(part, "message", "delivery-status") != 0 {
            delivery = Self.blocks(of: Self.content(of: part))
        } else if registrar_has_type(part, "message", "feedback-report") != 0 {
            feedback = Self.blocks(of: Self.content(of: part)).reduce(into: [:]) { all, block in
                all.merge(block) { first, _ in first }
            }
        } else if registrar_has_type(part, "text", "rfc822-headers") != 0
            || registrar_has_type(part, "message", "rfc822-headers") != 0
        {
            returned += Self.content(of: part)
        }
    }

    private static func content(of part: UnsafeMutablePointer<GMimeObject>) -> String {
        guard let octets = registrar_part_content(part) else { return "" }
        defer { g_byte_array_unref(octets) }
        return String(
            decoding: UnsafeBufferPointer(start: octets.pointee.data, count: Int(octets.pointee.len)),
            as: UTF8.self
        )
    }

    /// Fields in blocks that an empty line parts (RFC 3464 §2.1), unfolded; what is no field is passed over.
    private static func blocks(of text: String) -> [Fields] {
        var blocks: [Fields] = [[:]]
        var last: String?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                blocks.append([:])
                last = nil
            } else if line.first?.isWhitespace == true, let last {
                blocks[blocks.count - 1][last, default: ""] += " " + line.onOneLine
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].onOneLine.lowercased()
                blocks[blocks.count - 1][name] = line[line.index(after: colon)...].onOneLine
                last = name
            }
        }
        return blocks.filter { !$0.isEmpty }
    }
}

extension Substring {
    fileprivate var onOneLine: String {
        let line = String(self).onOneLine
        return line.last == " " ? String(line.dropLast()) : line
    }
}
