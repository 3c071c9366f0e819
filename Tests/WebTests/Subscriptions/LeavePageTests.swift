import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Leaving by a link", .database)
struct LeavePageTests {
    private var here: TestDatabase { .current }

    private func leaving(_ email: String = "ada@x.org") async throws -> String {
        try await here.registrar.subscribers.links(to: here.person(of: email), purpose: "updates").token
    }

    private static let oneClick = "List-Unsubscribe=One-Click"
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test("a mail program's one click leaves at once: without cookies, from any site, as a form of either kind")
    func oneClick() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let multipart =
                "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
            for (type, body, origin) in [
                ("application/x-www-form-urlencoded", Self.oneClick, nil),
                ("application/x-www-form-urlencoded; charset=UTF-8", Self.oneClick, "https://mail.example"),
                ("multipart/form-data; boundary=b", multipart, nil),
                ("multipart/form-data; boundary=\"b\"", multipart, "null"),
            ] as [(String, String, String?)] {
                try await here.subscribe("ada@x.org", ["updates", "dates"])
                var headers: HTTPFields = [.contentType: type]
                if let origin { (headers[.origin], headers[.secFetchSite]) = (origin, "cross-site") }
                let answer = try await visitor.ask(
                    .post,
                    "/leave/\(try await leaving())",
                    headers,
                    body: ByteBuffer(string: body)
                )
                #expect(answer.status == 200 && answer.text.contains("You are off"), "\(type)")
                #expect(answer.headers[.setCookie] == nil)
                #expect(try await here.purposes(of: "ada@x.org") == ["dates"], "\(type)")
            }
        }
    }

    @Test("from another site nothing but the one click acts, and nothing beside it may stand in its body")
    func crossSite() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org")
        let path = "/leave/\(try await leaving())"
        try await Visitor.visiting { visitor in
            var elsewhere = Self.form
            (elsewhere[.origin], elsewhere[.secFetchSite]) = ("https://evil.example", "cross-site")
            for body in ["act=this", "act=all", "", "List-Unsubscribe=one-click", "\(Self.oneClick)&act=all"] {
                let answer = try await visitor.ask(.post, path, elsewhere, body: ByteBuffer(string: body))
                #expect(answer.status == 403, "\(body)")
            }
            #expect(
                try await visitor.ask(.post, path, Self.form, body: ByteBuffer(string: "")).text.contains(
                    "No more of this mail?"
                )
            )
            let large = ByteBuffer(string: String(repeating: "x", count: 20_000))
            #expect(try await visitor.ask(.post, path, Self.form, body: large).status == 413)
            #expect(try await visitor.post(path, json: "{}").status == 415)
            #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
            #expect(try await visitor.post(path, form: ["act": "all"]).text.contains("You are off"))
            #expect(try await here.purposes(of: "ada@x.org") == [])
        }
    }

    @Test("whatever the token, page and status are the same: good, used, mistyped, of another kind, of nobody")
    func alike() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org", ["updates", "dates"])
        let good = try await leaving()
        let other = try await here.preferencesLink(of: "ada@x.org")
        let tokens = [
            good, good + "x", String(good.dropLast()) + "-", other, "x", "%22%3E%3Cscript%3E",
            String(repeating: "A", count: 4_000),
        ]
        try await Visitor.visiting { visitor in
            var looked: Set<String> = []
            var left: Set<String> = []
            var clicked: Set<String> = []
            func said(_ heard: Heard) -> String {
                var headers = heard.headers
                headers[.xRequestID] = nil
                return "\(heard.status) \(headers.map { "\($0.name): \($0.value)" }.sorted()) \(heard.text)"
            }
            for token in tokens {
                looked.insert(said(try await visitor.get("/leave/\(token)")))
                clicked.insert(
                    said(
                        try await visitor.ask(
                            .post,
                            "/leave/\(token)",
                            Self.form,
                            body: ByteBuffer(string: Self.oneClick)
                        )
                    )
                )
                left.insert(said(try await visitor.post("/leave/\(token)", form: ["act": "this"])))
            }
            #expect(looked.count == 1 && left.count == 1 && clicked == left)
            #expect(try await here.purposes(of: "ada@x.org") == ["dates"])
        }
    }

    @Test("a scanner that opens every link of every mail changes nothing")
    func scanner() async throws {
        let cohort = try await here.openCohort()
        try await here.subscribe("on@x.org", ["updates", "dates"])
        try await here.ask("waits@x.org")
        try await here.ask("on@x.org")
        _ = try await here.reserve(cohort, "seat@x.org", subscribe: true)
        let links = try await here.registrar.subscribers.links(to: here.person(of: "on@x.org"), purpose: "dates")
        let letters = try await here.subscriberLetters(to: "on@x.org") + here.subscriberLetters(to: "waits@x.org")
        #expect(letters.count == 3)
        let paths = (letters.compactMap(\.?.link) + [links.leave, links.preferences])
            .map { $0.replacing("https://registrar.example", with: "") }
        let before = try await everything()
        try await Visitor.visiting { visitor in
            for path in paths {
                for method in [HTTPRequest.Method.get, .head, .get] {
                    let answer = try await visitor.ask(method, path, [.secFetchSite: "cross-site"])
                    #expect(answer.status == 200, "\(method) \(path)")
                }
            }
        }
        #expect(try await everything() == before)
    }

    /// All that a link could have changed.
    private func everything() async throws -> [String] {
        try await here.owner.read {
            try $0.all(
                """
                SELECT person::text FROM person
                UNION ALL SELECT consent_event::text FROM consent_event
                UNION ALL SELECT suppression_event::text FROM suppression_event
                UNION ALL SELECT subscription::text FROM subscription
                UNION ALL SELECT subscription_wording::text FROM subscription_wording
                UNION ALL SELECT job::text FROM job
                UNION ALL SELECT enrollment::text FROM enrollment
                ORDER BY 1
                """
            )
        }
    }
}
