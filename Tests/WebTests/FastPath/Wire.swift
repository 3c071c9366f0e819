import Domain
import Foundation
import HummingbirdTesting
import NIOCore
import NIOPosix
import TestSupport

@testable import Web

/// A connection to a running server, as octets go over it.
struct Wire {
    private let port: Int

    /// Serves the running test's database on a port of its own.
    static func served<Value: Sendable>(
        registrar: Registrar = TestDatabase.current.registrar,
        idleTimeout: TimeAmount = .seconds(60),
        _ body: @Sendable (Wire) async throws -> Value
    ) async throws -> Value {
        var settings = try WebSettings.behindLocalProxies
        settings.idleTimeout = idleTimeout
        let application = try buildApplication(registrar: registrar, settings: settings, logger: .silent)
        return try await application.test(.live) { client in
            try await body(Wire(port: try client.port ?? { throw NoPort() }()))
        }
    }

    private struct NoPort: Error {}

    /// Sends everything at once and takes all answers, until the server has no more to say or so many have come.
    ///
    /// - Parameters:
    ///   - expecting: nil is all; the client then says at once that it has no more to say itself.
    ///   - beforeAnswers: Is awaited before anything is read.
    func exchange(
        _ sent: String,
        expecting count: Int? = nil,
        beforeAnswers: @Sendable () async throws -> Void = {}
    ) async throws -> [Spoken] {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.so_rcvbuf), value: 16_384)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: sent))
            if count == nil { outbound.finish() }
            try await beforeAnswers()
            var heard = ByteBuffer()
            for try await buffer in inbound {
                heard.writeImmutableBuffer(buffer)
                if let count, Spoken.all(in: String(buffer: heard)).count >= count { break }
            }
            return Spoken.all(in: String(buffer: heard))
        }
    }

    func get(_ path: String, _ headers: String...) async throws -> Spoken? {
        try await exchange(Self.get(path, headers)).first
    }

    static func get(_ path: String, _ headers: [String] = []) -> String {
        (["GET \(path) HTTP/1.1", "Host: localhost"] + headers).map { $0 + "\r\n" }.joined() + "\r\n"
    }
}

/// One answer as it was spoken.
struct Spoken: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String

    /// Parts answers by their Content-Length.
    static func all(in text: String) -> [Spoken] {
        var rest = text[...]
        var answers: [Spoken] = []
        while let end = rest.range(of: "\r\n\r\n") {
            let lines = rest[..<end.lowerBound].components(separatedBy: "\r\n")
            let headers = lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
            }
            let named = Dictionary(headers) { first, _ in first }
            let length = named["content-length"].flatMap { Int($0) } ?? 0
            let body = rest[end.upperBound...].utf8.prefix(length)
            let status = lines[0].split(separator: " ")[1]
            answers.append(Spoken(status: Int(status) ?? 0, headers: named, body: String(Substring(body))))
            rest = rest[body.endIndex...]
        }
        return answers
    }
}
