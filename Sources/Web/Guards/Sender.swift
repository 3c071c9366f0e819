import HTTPTypes

/// Who sent a request, as far as its connection and the proxies we trust can tell.
struct Sender: Sendable {
    /// The headers that tell of it.
    static let names: [HTTPField.Name] = [.xForwardedFor, .forwarded, .xForwardedProto, .xRequestID]

    let peer: InternetAddress
    let trustedProxies: [AddressRange]

    var isTrustedProxy: Bool { isTrusted(peer) }

    private func isTrusted(_ address: InternetAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    /// The client that limits are counted by; nil only for a direct loopback peer.
    ///
    /// Behind trusted proxies it is the last address of `X-Forwarded-For` that is not itself one of them: what stands
    /// further left was written by the client.
    func client(_ headers: HTTPFields) -> String? {
        let forwarded = headers[values: .xForwardedFor]
        guard !forwarded.isEmpty || headers.contains(.forwarded) else { return peer.isLoopback ? nil : peer.client }
        var client = peer
        for hop in forwarded.joined(separator: ",").split(separator: ",").reversed() {
            guard isTrusted(client), let address = InternetAddress(hop.trimmingBlanks) else { break }
            client = address
        }
        return client.client
    }

    /// Whether the reader's connection is encrypted, as the proxy before us says.
    func cameOverTLS(_ headers: HTTPFields) -> Bool {
        guard let scheme = headers[.xForwardedProto], isTrustedProxy else { return false }
        return scheme.lowercased() == "https"
    }

    func requestID(_ headers: HTTPFields) -> String {
        if let given = headers[.xRequestID], isTrustedProxy, RequestID.isWellFormed(given) { return given }
        return RequestID.make()
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
