import Credentials
import Domain
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("What keeps readers safe", .database)
struct SecurityTests {
    private var database: TestDatabase { .current }

    @Test(
        "a POST from another site is refused",
        arguments: [
            ([.origin: "https://evil.example"], false), ([.secFetchSite: "cross-site"], false),
            ([.secFetchSite: "same-site"], false), ([.origin: "null"], false), ([.origin: "localhost"], false),
            ([.origin: "https://registrar.example.evil.example"], false), ([.origin: ""], false),
            ([.origin: "https://evil.example", .secFetchSite: "same-origin"], false),
            ([.origin: "https://registrar.example", .secFetchSite: "cross-site"], false),
            ([:], true), ([.origin: "https://registrar.example"], true), ([.origin: "http://localhost"], true),
            ([.secFetchSite: "same-origin"], true), ([.secFetchSite: "none"], true),
            ([.origin: "null", .secFetchSite: "same-origin"], true),
        ] as [(HTTPFields, Bool)]
    )
    func otherSites(_ headers: HTTPFields, _ isTaken: Bool) async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            _ = try await visitor.get("/")
            let json = #"{"name": "Ada", "email": "ada@example.org"}"#
            let program = try await visitor.post("/api/v1/cohorts/\(cohort)/reservations", json: json, headers)
            #expect(program.status == (isTaken ? 201 : 403))
            if !isTaken { #expect(program.code == "cross-site") }
            let page = try await visitor.post(
                "/cohorts/\(cohort)",
                form: ["name": "Eve", "email": "eve@example.org"],
                headers
            )
            #expect(page.status == (isTaken ? 303 : 403))
        }
    }

    @Test("a page that sends no referrer can still be acted on without TLS")
    func withoutTLS() async throws {
        let cohort = try await database.openCohort()
        let token = database.link(.act, try await database.reserve(cohort, "ada@example.org").id)
        try await Visitor.visiting { visitor async throws in
            #expect(
                try await visitor.post("/reservations/\(token)/confirm", [.origin: "https://evil.example"]).status
                    == 403
            )
            #expect(try await visitor.post("/reservations/\(token)/confirm", [.origin: "null"]).status == 303)
        }
    }

    @Test("pages allow nothing from elsewhere; those with a token are kept and told nowhere; no cookie is ever set")
    func headers() async throws {
        let cohort = try await database.openCohort()
        let token = try await database.reserve(cohort, "ada@example.org").showToken
        try await Visitor.visiting { visitor in
            for path in ["/", "/cohorts/\(cohort)", "/reservations/\(token)", "/nowhere", "/reservations/nonsense"] {
                let page = try await visitor.get(path)
                let policy = try #require(page.headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(page.headers[.xContentTypeOptions] == "nosniff")
                #expect(page.headers[.setCookie] == nil)
                #expect(page.headers[.xRequestID]?.utf8.count == 13)
                #expect(
                    !page.text.contains("<style") && !page.text.contains(" style=") && !page.text.contains(" onclick")
                )
                let isSecret = path.hasPrefix("/reservations")
                #expect(page.headers[.referrerPolicy] == (isSecret ? "no-referrer" : "same-origin"))
                #expect(!isSecret || page.headers[.cacheControl] == "no-store")
            }
            let program = try await visitor.get("/api/v1/reservations/\(token)")
            #expect(program.headers[.cacheControl] == "no-store")
            #expect(program.headers[.referrerPolicy] == "no-referrer")
        }
    }

    @Test("strict transport is asked for where the reader comes by TLS, and not elsewhere")
    func strictTransport() async throws {
        _ = try await database.openCohort()
        func transport(_ trusted: Bool, _ headers: HTTPFields) async throws -> String? {
            try await Visitor.visiting(trusted ? .behindLocalProxies : WebSettings()) { visitor in
                _ = try await visitor.get("/")
                return try await visitor.get("/", headers).headers[.strictTransportSecurity]
            }
        }
        #expect(try await transport(false, [:]) == "max-age=31536000")
        let plain = InstituteChange(publicUrl: "http://registrar.example")
        _ = try await database.registrar.institute.set(plain, by: .system)
        #expect(try await transport(false, [:]) == nil)
        #expect(try await transport(false, [.xForwardedProto: "https"]) == nil)
        #expect(try await transport(true, [.xForwardedProto: "https"]) == "max-age=31536000")
        #expect(try await transport(true, [.xForwardedProto: "http"]) == nil)
    }

    @Test("a request id is taken from a trusted proxy when it is well formed")
    func requestIDs() async throws {
        try await Visitor.visiting { visitor async throws in
            let heard = try await visitor.get("/api/v1/nowhere", [.xRequestID: "proxy-17"])
            #expect(heard.headers[.xRequestID] == "proxy-17")
            #expect(try heard.json["request_id"] == "proxy-17")
            #expect(try await visitor.get("/healthz", [.xRequestID: "a\"b"]).headers[.xRequestID] != "a\"b")
        }
        try await Visitor.visiting(WebSettings()) { visitor async throws in
            #expect(try await visitor.get("/healthz", [.xRequestID: "mine"]).headers[.xRequestID] != "mine")
        }
    }

    @Test("assets may be kept for good, under addresses that change with them")
    func assets() async throws {
        _ = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/").text
            let paths = page.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
            #expect(paths.count == 3)
            for path in paths {
                let asset = try await visitor.get(path)
                #expect(asset.status == 200)
                #expect(asset.headers[.cacheControl] == "public, max-age=31536000, immutable")
            }
            #expect(try await visitor.get("/assets/site-0.css").status == 404)
        }
    }
}
