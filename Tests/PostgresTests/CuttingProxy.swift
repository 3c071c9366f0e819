import Dispatch
import Foundation
import Glibc
import Synchronization

/// A relay between libpq and the server that loses the line around one COMMIT.
final class CuttingProxy: Sendable {
    enum Cut: Sendable {
        /// COMMIT reaches the server, its answer does not reach the client.
        case answer
        /// COMMIT never reaches the server, which sees the line cut.
        case question
        /// COMMIT never reaches the server, which does not notice that anything is wrong.
        case silence
    }

    let port: UInt16
    private let listening: Int32
    private let server: sockaddr_un
    private let cut: Cut
    /// COMMITs still to be lost.
    private let cuts: Mutex<Int>
    /// After the first cut nobody gets through any more.
    private let isFinal: Bool
    private let held = Mutex<[Int32]>([])
    private let threads = DispatchGroup()

    init(
        socketDirectory: String,
        serverPort: Int,
        port: UInt16 = 0,
        losing cut: Cut,
        times: Int = 1,
        isFinal: Bool = false
    ) throws {
        self.cut = cut
        cuts = Mutex(times)
        self.isFinal = isFinal
        server = Self.address(of: "\(socketDirectory)/.s.PGSQL.\(serverPort)")
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var reuse: Int32 = 1
        setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listening, address, length) == 0 && listen(listening, 16) == 0
                    && getsockname(listening, address, &length) == 0
            }
        }
        guard bound else { throw ProxyFailed() }
        self.listening = listening
        self.port = UInt16(bigEndian: address.sin_port)
        start { $0.accept() }
    }

    /// Each direction blocks a thread of its own; a dispatch queue would be sparing with them.
    private func start(_ body: @escaping @Sendable (CuttingProxy) -> Void) {
        threads.enter()
        Thread.detachNewThread {
            body(self)
            self.threads.leave()
        }
    }

    struct ProxyFailed: Error {}

    /// Cuts every line and waits for the relays to end.
    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        for socket in held.withLock({ $0 }) { shutdown(socket, Int32(SHUT_RDWR)) }
        threads.wait()
        for socket in held.withLock({ $0 }) { close(socket) }
        close(listening)
    }

    private static func address(of path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return address
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            guard client >= 0 else { return }
            let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = server
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            held.withLock { $0 += [client, upstream] }
            guard isConnected else { return }
            let line = Line(client: client, upstream: upstream)
            start { $0.relayQuestions(line) }
            start { $0.relayAnswers(line) }
        }
    }

    private final class Line: Sendable {
        let client: Int32
        let upstream: Int32
        let isCut = Atomic(false)

        init(client: Int32, upstream: Int32) {
            self.client = client
            self.upstream = upstream
        }
    }

    private func relayQuestions(_ line: Line) {
        while let bytes = Self.receive(line.client) {
            // libpq sends COMMIT by itself, as one simple query.
            if bytes.first == UInt8(ascii: "Q"), bytes.dropFirst(5).starts(with: "COMMIT\0".utf8), takeCut() {
                return lose(bytes, of: line)
            }
            guard Self.send(bytes, line.upstream) else { break }
        }
        shutdown(line.upstream, Int32(SHUT_RDWR))
    }

    private func relayAnswers(_ line: Line) {
        while let bytes = Self.receive(line.upstream) {
            if line.isCut.load(ordering: .acquiring) { break }
            guard Self.send(bytes, line.client) else { break }
        }
        shutdown(line.client, Int32(SHUT_RDWR))
    }

    private func takeCut() -> Bool {
        cuts.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
    }

    private func lose(_ commit: [UInt8], of line: Line) {
        if isFinal { shutdown(listening, Int32(SHUT_RDWR)) }
        line.isCut.store(true, ordering: .releasing)
        switch cut {
        // The answer, once it comes, ends the relay and with it the client's line.
        case .answer: _ = Self.send(commit, line.upstream)
        case .question:
            shutdown(line.upstream, Int32(SHUT_RDWR))
            shutdown(line.client, Int32(SHUT_RDWR))
        case .silence: shutdown(line.client, Int32(SHUT_RDWR))
        }
    }

    private static func receive(_ socket: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private static func send(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.send(socket, raw.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
