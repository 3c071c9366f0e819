import CCurl

/// One easy handle of libcurl with its error's words; it keeps its connection open between mails.
final class Curl {
    private static let isStarted: Bool = curl_global_init(3) == CURLE_OK  // CURL_GLOBAL_ALL

    let handle: UnsafeMutableRawPointer
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() throws {
        guard Self.isStarted, let handle = curl_easy_init() else {
            words.deallocate()
            throw DeliveryFault.unreachable("libcurl could not be started.")
        }
        self.handle = handle
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        registrar_curl_set_object(handle, CURLOPT_ERRORBUFFER, words)
    }

    deinit {
        curl_easy_cleanup(handle)
        words.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { registrar_curl_set_number(handle, option, value) }
    func set(_ option: CURLoption, _ value: String?) { registrar_curl_set_text(handle, option, value) }

    /// Says one conversation to its end.
    func perform(_ conversation: Conversation) -> (code: CURLcode, words: String) {
        let object = Unmanaged.passUnretained(conversation).toOpaque()
        for option in [CURLOPT_READDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA] {
            registrar_curl_set_object(handle, option, object)
        }
        registrar_curl_set_reading(handle) { buffer, size, count, object in
            guard let object, let buffer else { return 0 }
            return Unmanaged<Conversation>.fromOpaque(object).takeUnretainedValue()
                .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        registrar_curl_set_watching(handle) { _, kind, text, count, object in
            guard let object, let text, kind.rawValue <= CURLINFO_HEADER_OUT.rawValue else { return 0 }
            let line = String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self)
            Unmanaged<Conversation>.fromOpaque(object).takeUnretainedValue().hear(kind, line)
            return 0
        }
        registrar_curl_set_progress(handle) { object, _, _, _, _ in
            guard let object else { return 0 }
            return Unmanaged<Conversation>.fromOpaque(object).takeUnretainedValue().isOver ? 1 : 0
        }
        words[0] = 0
        let code = curl_easy_perform(handle)
        return (code, words[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: words))
    }
}
