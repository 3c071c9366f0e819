import Credentials
import Domain
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite("The door for reports on mail", .database)
struct MailReportTests {
    static let token = String(repeating: "t", count: 32)

    /// What came in by the door.
    private final class Taken: Sendable {
        let mails = Mutex<[[UInt8]]>([])

        func settings() -> WebSettings {
            var settings = WebSettings()
            settings.mailReports = .init(token: token) { octets in
                self.mails.withLock { $0.append(octets) }
                return octets.isEmpty ? ("It is no mail.", true) : ("noted.", false)
            }
            return settings
        }
    }

    private func headers(_ token: String?) -> HTTPFields {
        var fields: HTTPFields = [.contentType: "message/rfc822"]
        if let token { fields[.authorization] = "Bearer \(token)" }
        return fields
    }

    @Test("takes a mail from who has the token, and says nothing to anybody else")
    func token() async throws {
        let taken = Taken()
        try await Visitor.visiting(taken.settings()) { visitor in
            let path = "/api/v1/mail/reports"
            let unknown = try await visitor.post("/api/v1/mail/nothing", octets: [1], headers(nil))
            for other in [nil, "", "x", Self.token + "t", String(Self.token.dropLast())] {
                let heard = try await visitor.post(path, octets: [1], headers(other))
                #expect(heard.status == 404 && heard.code == unknown.code)
            }
            #expect(taken.mails.withLock { $0.isEmpty })
            let heard = try await visitor.post(path, octets: [1, 2], headers(Self.token))
            #expect(heard.status == 200)
            #expect(try heard.json["words"]?.text == "noted.")
            #expect(taken.mails.withLock { $0 } == [[1, 2]])
            let unclear = try await visitor.post(path, octets: [], headers(Self.token))
            #expect(unclear.status == 422 && unclear.code == "report-unclear")
            let large = Array(repeating: UInt8(1), count: 4 << 20 + 1)
            #expect(try await visitor.post(path, octets: large, headers(Self.token)).status == 413)
        }
    }

    @Test("is not there where no token is set")
    func closed() async throws {
        try await Visitor.visiting { visitor in
            let heard = try await visitor.post("/api/v1/mail/reports", octets: [1], headers(Self.token))
            #expect(heard.status == 404)
        }
    }
}
