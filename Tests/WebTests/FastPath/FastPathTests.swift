import Credentials
import Domain
import Foundation
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("The fast path", .database, .timeLimit(.minutes(10)))
struct FastPathTests {
    private var here: TestDatabase { .current }

    private func path(_ certificate: Certificate) -> String { "/api/v1/certificates/\(certificate.printedID)" }

    @Test("says what the usual way says, with the same headers", arguments: ["found", "U1111111111", "7K3M9QRT2WR"])
    func same(_ word: String) async throws {
        let certificate = try await here.certificate(of: "Zoë “Zed” \\ Ångström")
        let word = word == "found" ? certificate.printedID : word
        let first = try #require(word.utf8.first)
        try await Wire.served { wire in
            // The first time its signature is checked, from the third on its row is asked for where it lay.
            for _ in 1...4 {
                let fast = try #require(try await wire.get("/api/v1/certificates/\(word)"))
                // An escape takes the usual way.
                let escaped = "%\(String(first, radix: 16))\(word.dropFirst())"
                let usual = try #require(try await wire.get("/api/v1/certificates/\(escaped)"))
                #expect(fast.status == usual.status)
                #expect(fast.headers.keys.sorted() == usual.headers.keys.sorted())
                for name in fast.headers.keys where name != "x-request-id" && name != "date" {
                    #expect(fast.headers[name] == usual.headers[name], "\(name)")
                }
                #expect(try ageless(fast.body) == ageless(usual.body))
                let date = /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/
                #expect(try date.wholeMatch(in: fast.headers["date"] ?? "") != nil)
            }
        }
    }

    /// An answer without what differs from one to the next.
    private func ageless(_ body: String) throws -> JSON {
        let json = try JSON.read(Array(body.utf8))
        return json.without("request_id").without("checks").with("checks", json["checks"]?.without("checked_at"))
    }

    @Test("answers keep the order of their requests, whichever way each goes")
    func order() async throws {
        let certificate = try await here.certificate()
        try await Wire.served { wire in
            let fast = Wire.get(path(certificate))
            let post = "POST /api/v1/certificates/verify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
            let withBody = Wire.get(path(certificate), ["Content-Length: 2"]) + "{}"
            let sent = [fast, fast, Wire.get("/healthz"), fast, post, withBody, fast, Wire.get("/nowhere"), fast]
            let answers = try await wire.exchange(sent.joined())
            #expect(answers.map(\.status) == [200, 200, 200, 200, 422, 200, 200, 404, 200])
            #expect(answers[2].body == #"{"status":"ok"}"#)
            for place in [0, 1, 3, 5, 6, 8] {
                #expect(try JSON.read(Array(answers[place].body.utf8))["id"]?.text == certificate.printedID)
            }
        }
    }

    @Test("a connection that stays open gets the answers of both ways, too")
    func kept() async throws {
        let certificate = try await here.certificate()
        try await Wire.served { wire in
            let sent = Wire.get(path(certificate)) + Wire.get("/healthz") + Wire.get(path(certificate))
            let answers = try await wire.exchange(sent, expecting: 3)
            #expect(answers.map(\.status) == [200, 200, 200])
        }
    }

    @Test("a sender who does not read is not read from either, and gets every answer in the end")
    func unread() async throws {
        let certificates = [try await here.certificate(), try await here.certificate()]
        let all = 8_000
        try await Wire.served { wire in
            let sent = (0..<all).map { Wire.get(path(certificates[$0 % 2])) }
            let answers = try await wire.exchange(sent.joined()) {
                // What two buffers of the kernel hold is answered, and then nothing more.
                var (count, calm) = (-1, 0)
                while calm < 50 {
                    let now = try await answered(by: wire)
                    (count, calm) = (now, now == count && now > 0 ? calm + 1 : 0)
                }
                #expect(count < all - 1_000)
            }
            #expect(answers.count == all)
            for (place, answer) in answers.enumerated() {
                #expect(answer.status == 200 && answer.body.contains(certificates[place % 2].printedID))
            }
        }
    }

    private func answered(by wire: Wire) async throws -> Int {
        let metrics = try await wire.get("/metrics")?.body ?? ""
        let series = #"registrar_http_requests_total{method="GET",route="/api/v1/certificates/{id}",status="200"} "#
        guard let start = metrics.range(of: series)?.upperBound else { return 0 }
        return Int(metrics[start...].prefix { $0.isNumber }) ?? 0
    }

    @Test(
        "a connection at nothing makes room for another, whatever was on it before",
        arguments: ["", "X\r\n\r\n", "GET"]
    )
    func idle(_ sent: String) async throws {
        let certificate = try await here.certificate()
        try await Wire.served(idleTimeout: .seconds(2)) { wire in
            let answers = try await wire.exchange(sent, expecting: 2)
            #expect(answers.map(\.status) == (sent == "X\r\n\r\n" ? [400] : []))
            let served = try await wire.exchange(Wire.get(path(certificate)) + sent, expecting: 3)
            #expect(served.map(\.status) == (sent == "X\r\n\r\n" ? [200, 400] : [200]))
        }
    }

    @Test("what arrives while it is answered waits: a half-closed connection, the next request, one that is none")
    func meanwhile() async throws {
        let certificate = try await here.certificate()
        try await Wire.served { wire in
            let answers = try await here.holding(by: "LOCK TABLE certificate IN ACCESS EXCLUSIVE MODE") { letGo in
                let sent = Wire.get(path(certificate)) + Wire.get("/healthz") + "NONSENSE\r\n\r\n"
                return try await wire.exchange(sent) {
                    while here.service.lookUpStatistics.underWay == 0 { await Task.yield() }
                    letGo()
                }
            }
            #expect(answers.map(\.status) == [200, 200, 400])
        }
    }

    @Test("HTTP/1.0 and `Connection: close` are answered the usual way, and the connection ends")
    func closing() async throws {
        let certificate = try await here.certificate()
        try await Wire.served { wire in
            let close = Wire.get(path(certificate), ["Connection: close"])
            let answers = try await wire.exchange(close + Wire.get(path(certificate)))
            #expect(answers.map(\.status) == [200])
            let old = try await wire.exchange("GET \(path(certificate)) HTTP/1.0\r\n\r\n")
            #expect(old.map(\.status) == [200])
        }
    }

    @Test("limits count it, and its refusals are measured")
    func limits() async throws {
        let certificate = try await here.certificate()
        try await Wire.served { wire in
            let sent = (0...LookUpLimit.mostPerMinute).map { _ in
                Wire.get(path(certificate), ["X-Forwarded-For: 203.0.113.9"])
            }
            let answers = try await wire.exchange(sent.joined())
            #expect(answers.dropLast().allSatisfy { $0.status == 200 })
            #expect(answers.last?.status == 429)
            #expect(answers.last?.headers["content-type"] == "application/problem+json")
            let metrics = try #require(try await wire.get("/metrics")).body
            let series = #"registrar_http_requests_total{method="GET",route="/api/v1/certificates/{id}",status="#
            #expect(metrics.contains(series + "\"200\"} \(LookUpLimit.mostPerMinute)\n"))
            #expect(metrics.contains(series + "\"429\"} 1\n"))
        }
    }

    @Test("without a database it says 503 and when to try again")
    func unavailable() async throws {
        // Nobody listens on port 1.
        let nowhere = Database(
            DatabaseConfiguration(url: "postgresql://127.0.0.1:1/registrar", leaseTimeout: .milliseconds(100)),
            logger: .silent
        )
        let registrar = Registrar(
            database: nowhere,
            secrets: TestDatabase.secrets,
            keys: KeyFolder(path: ""),
            logger: .silent
        )
        try await Wire.served(registrar: registrar) { wire in
            let answer = try #require(try await wire.get("/api/v1/certificates/\(CertificateID().printed())"))
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "2")
        }
        await nowhere.close()
    }
}
