import Testing

@testable import Domain

@Suite("A campaign's template")
struct CampaignTemplateTests {
    private func problems(_ text: String, subject: String? = "May") -> [String] {
        do {
            _ = try CampaignTemplate(text, file: "may.txt", subject: subject)
            return []
        } catch let refusal as Refusal {
            return refusal.problems.map { "\($0.field): \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("has its subject in its first line, unless another is given")
    func subject() throws {
        let own = try CampaignTemplate("Subject:  New dates \r\n\r\n\r\nHello.\r\n\r\nBye.\r\n")
        #expect(own.subject == "New dates" && own.body == "Hello.\n\nBye.\n")
        let given = try CampaignTemplate("Subject: New dates\n\nHello.", subject: "May")
        #expect(given.subject == "May" && given.body == "Hello.\n")
        #expect(own.digest != given.digest)
        for subject in [nil, "", "a\nb", "{{name}}", String(repeating: "x", count: 201)] {
            #expect(problems("Hello.", subject: subject).count == 1, "\(subject ?? "none")")
        }
    }

    @Test("tells every tag that is wrong, with its line")
    func tags() {
        let found = problems(
            """
            Subject: May

            {{#first_name}}Dear {{first_name}},{{/first_name}}{{^first_name}}Hello,{{/first_name}}
            {{! nobody reads this }}
            {{address}}
            {{{name}}}
            {{name}}
            {{#institute}}{{/institute}}
            {{open
            {{#name}}
            {{leave}} {{preferences}} {{institute}}
            """,
            subject: nil
        )
        let lines = found.map { $0.split(separator: " ").first.map { String($0) } }
        #expect(
            lines == ["may.txt:5:", "may.txt:6:", "may.txt:7:", "may.txt:8:", "may.txt:8:", "may.txt:9:", "may.txt:"]
        )
        #expect(found[0].contains("{{address}} is unknown") && found[2].contains("{{#name}}Dear {{name}}"))
    }

    @Test(
        "says something, and not without end",
        arguments: ["", "\n\n", "Subject: May\n", String(repeating: "x", count: 100_001)]
    )
    func size(_ text: String) {
        #expect(problems(text).count == 1)
    }
}
