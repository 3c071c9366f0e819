import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Signing up on the pages and by JSON", .database)
struct SubscribePageTests {
    private var here: TestDatabase { .current }

    @Test("from the form by the mailed link to the list, and to one's own choices; looking alone changes nothing")
    func story() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let form = try await visitor.get("/subscribe?source=90-Day-Roadmap")
            #expect(form.status == 200 && form.text.contains(#"name="source" value="90_day_roadmap""#))
            #expect(form.text.contains("Yes, I want updates by e-mail.") && !form.text.contains(" checked"))
            let sent = try await visitor.post(
                "/subscribe",
                form: [
                    "name": "Ada", "email": "ada@x.org", "source": "90_day_roadmap", "purpose-updates": "1",
                    "purpose-dates": "2",
                ]
            )
            #expect(sent.status == 303 && sent.headers[.location] == "/subscribe/asked")
            #expect(try await visitor.get("/subscribe/asked").text.contains("Look into your mail"))
            let link = "/subscriptions/\(try await here.requestLink(of: "ada@x.org"))"
            let page = try await visitor.get(link)
            #expect(page.text.contains("One button") && page.text.contains(#"value="Ada""#))
            #expect(page.headers[.cacheControl] == "no-store" && page.headers[.referrerPolicy] == "no-referrer")
            #expect(try await here.purposes(of: "ada@x.org") == [])
            let bad = try await visitor.post(
                link,
                form: ["name": "A\r\nBcc: x@x.org", "purpose-updates": "1", "purpose-dates": "2"]
            )
            #expect(bad.status == 422 && bad.text.contains("line break"))
            let less = try await visitor.post(link, form: ["name": "", "purpose-updates": "1"])
            #expect(less.status == 409)
            let done = try await visitor.post(
                link,
                form: ["name": "Ada Lovelace", "purpose-updates": "1", "purpose-dates": "2"]
            )
            #expect(done.status == 303)
            let preferences = try #require(done.headers[.location])
            #expect(try await here.words(of: "ada@x.org").suffix(1) == ["confirmed dates 90_day_roadmap 2"])
            let mine = try await visitor.get(preferences)
            #expect(
                mine.text.contains("Saved.") && mine.text.contains("On since")
                    && mine.text.contains("Ada Lovelace")
            )
            #expect(try await visitor.get(link).text.contains("You have confirmed this"))
            let own = String(preferences.prefix { $0 != "?" })
            #expect(try await visitor.post(own, form: ["act": "save", "name": "", "purpose-dates": "2"]).status == 303)
            #expect(try await here.purposes(of: "ada@x.org") == ["dates"])
            #expect(try await visitor.post(own, form: ["name": ""]).status == 422)
            #expect(try await visitor.post(own, form: ["act": "leave"]).status == 303)
            #expect(try await here.purposes(of: "ada@x.org") == [])
            #expect(try await visitor.get(own + "x").status == 404)
        }
    }

    @Test("what has to be mended is said beside what was typed; the words beside a box cannot be made up")
    func mended() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let none = try await visitor.post("/subscribe", form: ["name": "<b>", "email": "a@"])
            #expect(
                none.status == 422 && none.text.contains("Tick at least one box") && none.text.contains("&lt;b&gt;")
            )
            for value in ["2", "99", "-1", "x", ""] {
                let made = try await visitor.post("/subscribe", form: ["email": "a@x.org", "purpose-updates": value])
                #expect(made.status == 422 && made.text.contains("have changed"), "\(value)")
            }
            let long = try await visitor.post(
                "/subscribe",
                form: ["name": String(repeating: "x", count: 10_240), "email": "a@x.org", "purpose-updates": "1"]
            )
            #expect(long.status == 422)
            #expect(try await here.rows().people == 0)
        }
    }

    @Test("new, waiting, on the list, bounced or erased: the answer is the same, byte for byte")
    func alike() async throws {
        try await here.furnish()
        try await here.ask("waits@x.org")
        try await here.subscribe("on@x.org")
        try await here.subscribe("bounced@x.org")
        _ = try await here.registrar.subscribers.suppress(
            [EmailAddress(rawValue: "stopped@x.org")],
            because: nil,
            by: here.staff(.registrar)
        )
        try await Visitor.visiting { visitor in
            var answers: Set<[String]> = []
            for address in ["new@x.org", "waits@x.org", "on@x.org", "stopped@x.org"] {
                for _ in 0..<5 {
                    let json = try await visitor.post(
                        "/api/v1/subscriptions",
                        json: #"{"email": "\#(address)", "purposes": ["updates"]}"#
                    )
                    #expect(json.status == 202)
                    let page = try await visitor.post("/subscribe", form: ["email": address, "purpose-updates": "1"])
                    answers.insert([said(json), said(page)])
                }
            }
            #expect(answers.count == 1)
        }
    }

    /// An answer without the name of its request.
    private func said(_ heard: Heard) -> String {
        var headers = heard.headers
        headers[.xRequestID] = nil
        return "\(heard.status) \(headers.map { "\($0.name): \($0.value)" }.sorted()) \(heard.text)"
    }

    @Test("the JSON names what is wrong, warns of what is unknown, and takes a name and a source")
    func json() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let path = "/api/v1/subscriptions"
            let good = try await visitor.post(
                path,
                json: #"{"name": "Ada", "email": "A@X.org", "purposes": ["dates"], "source": "met_101", "x": 1}"#
            )
            #expect(try good.status == 202 && good.json["warnings"]?.elements == ["x"])
            #expect(try await here.words(of: "a@x.org") == ["requested dates met_101 2"])
            for (body, fields) in [
                ("{}", ["email", "purposes"]), (#"{"email": 1, "purposes": "updates"}"#, ["email", "purposes"]),
                (#"{"email": "a@x.org", "purposes": []}"#, ["purposes"]),
                (#"{"email": "a@x.org", "purposes": ["updates", "x"]}"#, ["purposes"]),
                (
                    #"{"email": "a@x.org\r\nBcc: b@x.org", "name": "x\u0000", "purposes": ["updates"]}"#,
                    ["name", "email"]
                ),
            ] {
                let answer = try await visitor.post(path, json: body)
                #expect(answer.status == 422 && answer.fields == fields, "\(body)")
            }
        }
    }

    @Test("many at once for one address are one request and three mails; one client gets 429 after twenty addresses")
    func floods() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await visitor.from("198.51.100.\(number)").post(
                            "/subscribe",
                            form: ["email": "ada@x.org", "purpose-updates": "1"]
                        ).status
                    }
                }
                for try await status in group { #expect(status == 303) }
            }
            let rows = try await here.rows()
            #expect(rows.jobs == 3 && rows.people == 1)
            let client = visitor.from("203.0.113.9")
            for number in 0..<20 {
                #expect(
                    try await client.post("/subscribe", form: ["email": "p\(number)@x.org", "purpose-updates": "1"])
                        .status == 303
                )
            }
            let page = try await client.post("/subscribe", form: ["email": "ada@x.org", "purpose-updates": "1"])
            #expect(page.status == 429 && page.text.contains("come again tomorrow"))
            let json = try await client.post(
                "/api/v1/subscriptions",
                json: #"{"email": "q@x.org", "purposes": ["updates"]}"#
            )
            #expect(json.status == 429 && json.code == "too-many-sign-ups")
        }
    }
}
