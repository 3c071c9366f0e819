import CCurl
import Domain

/// One connection to the mail server, with a thread of its own; it stays open between mails.
actor SMTPLine {
    /// What a mail server made of a mail.
    struct Handover: Sendable {
        /// Its last words: `250 2.0.0 Ok: queued as 4C2F1`.
        let reply: String
        /// Both sides, for people.
        let lines: [String]
    }

    /// A hand-over that failed, with what was said until then.
    struct Failure: Error {
        let fault: DeliveryFault
        let lines: [String]
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor: LineExecutor
    private let server: MailServer
    private var curl: Curl?
    /// Of the connection that is open.
    private var abilities: Set<String> = []

    init(_ server: MailServer, number: Int) {
        self.server = server
        executor = LineExecutor(label: "smtp-\(number)")
    }

    /// Hands one mail over.
    ///
    /// - Throws: `Failure`; `CancellationError` when it was called off.
    func hand(_ octets: [UInt8], from sender: String, to recipient: String, _ callOff: CallOff) throws -> Handover {
        let curl = try self.curl ?? open()
        self.curl = curl
        if !recipient.isASCII || !sender.isASCII { try requireUTF8(curl, callOff) }
        curl.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        let recipients = curl_slist_append(nil, "<\(recipient)>")
        defer {
            registrar_curl_set_list(curl.handle, CURLOPT_MAIL_RCPT, nil)
            curl_slist_free_all(recipients)
        }
        registrar_curl_set_list(curl.handle, CURLOPT_MAIL_RCPT, recipients)
        let first = try say(octets, curl, callOff, afresh: false)
        if case .failure(_, isStale: true) = first { return try say(octets, curl, callOff, afresh: true).get() }
        return try first.get()
    }

    private enum Outcome {
        case taken(Handover)
        /// Stale: the server had closed a connection that stood open, and was not asked anything.
        case failure(Failure, isStale: Bool)

        func get() throws -> Handover {
            switch self {
            case .taken(let handover): handover
            case .failure(let failure, _): throw failure
            }
        }
    }

    private func say(_ octets: [UInt8], _ curl: Curl, _ callOff: CallOff, afresh: Bool) throws -> Outcome {
        let conversation = Conversation(octets, callOff)
        curl.set(CURLOPT_FRESH_CONNECT, afresh ? 1 : 0)
        let (code, words) = curl.perform(conversation)
        if let abilities = conversation.abilities { self.abilities = abilities }
        guard code != CURLE_OK else {
            return .taken(Handover(reply: conversation.reply.last ?? "taken", lines: conversation.lines))
        }
        if conversation.isOver { throw CancellationError() }
        // One that hung is not tried a second time: a mail is over before its lease is.
        let isStale =
            code != CURLE_OPERATION_TIMEDOUT && conversation.isReused && conversation.step == .sender
            && [nil, 421].contains(conversation.code)
        return .failure(
            Failure(fault: conversation.fault(words, with: server), lines: conversation.lines),
            isStale: isStale
        )
    }

    /// An address whose first part is not ASCII goes only through a server that says it can (RFC 6531).
    private func requireUTF8(_ curl: Curl, _ callOff: CallOff) throws {
        if abilities.isEmpty {
            curl.set(CURLOPT_UPLOAD, 0)
            curl.set(CURLOPT_NOBODY, 1)
            curl.set(CURLOPT_CUSTOMREQUEST, "NOOP")
            defer {
                curl.set(CURLOPT_CUSTOMREQUEST, nil)
                curl.set(CURLOPT_NOBODY, 0)
                curl.set(CURLOPT_UPLOAD, 1)
            }
            _ = try say([], curl, callOff, afresh: false).get()
        }
        guard abilities.contains("SMTPUTF8") else {
            let words = "\(server.host) takes no address whose first part is not ASCII: it does not offer SMTPUTF8."
            throw Failure(fault: .refused(words, nil), lines: [])
        }
    }

    private func open() throws -> Curl {
        let curl = try Curl()
        curl.set(CURLOPT_URL, server.url)
        curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        curl.set(CURLOPT_UPLOAD, 1)
        curl.set(CURLOPT_NOSIGNAL, 1)
        curl.set(CURLOPT_NOPROGRESS, 0)
        curl.set(CURLOPT_VERBOSE, 1)
        curl.set(CURLOPT_MAXCONNECTS, 1)
        // No proxy of the environment, and no secrets of a .netrc.
        curl.set(CURLOPT_PROXY, "")
        curl.set(CURLOPT_CONNECTTIMEOUT, min(20, server.timeout))
        curl.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.timeout)
        curl.set(CURLOPT_TIMEOUT, server.timeout)
        curl.set(CURLOPT_SSLVERSION, 6)  // CURL_SSLVERSION_TLSv1_2 and above
        curl.set(CURLOPT_SSL_VERIFYPEER, 1)
        curl.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities = server.authorities { curl.set(CURLOPT_CAINFO, authorities) }
        // All, or nothing is said: a server that does not offer STARTTLS, or answers it with anything but TLS, hears no more.
        curl.set(CURLOPT_USE_SSL, server.encryption == .none ? 0 : 3)  // CURLUSESSL_ALL
        if let user = server.user {
            curl.set(CURLOPT_USERNAME, user)
            curl.set(CURLOPT_PASSWORD, server.password ?? "")
        }
        return curl
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
