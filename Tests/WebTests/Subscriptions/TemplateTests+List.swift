import Domain
import Foundation
import TestSupport
import Testing

@testable import Web

extension TemplateTests {
    @Test("signing up, mended and not; a request that waits and one that is over; choices of every kind; the way off")
    func list() async throws {
        let wishes = try await database.registrar.subscribers.wishes()
        let typed = TypedSubscription(try Form(#"name=%22%3E&email=a%40&purpose-updates=1"#.utf8))
        for refusal in [
            nil, Refusal.invalid([.init("email", "Wrong address."), .init("purposes", "No box.")]), .unavailable,
        ] {
            let text = try render("subscribe", SubscribeView(typed, refusal, wishes))
            #expect(text.contains(#"value="&quot;&gt;""#) && text.contains("No box.") == (refusal?.kind == .invalid))
        }
        let fresh = try render("subscribe", SubscribeView(.init(source: ""), nil, wishes))
        #expect(!fresh.contains(" checked"))
        _ = try render("subscribe_asked", SubscriptionAskedView(contact: "office@institute.example"))
        try await database.ask("ada@x.org", ["updates", "dates"])
        let link = try await database.requestLink(of: "ada@x.org")
        let subscribers = database.registrar.subscribers
        for refusal in [nil, Refusal.invalid("name", "Wrong name.")] {
            let view = ConfirmView(try await subscribers.request(link: link), refusal, nil)
            #expect(try render("subscription", view).contains("Wrong name.") == (refusal != nil))
        }
        let asked = try await database.confirmRequest(of: "ada@x.org")
        #expect(try render("subscription", ConfirmView(asked, nil, nil)).contains("/preferences/\(asked.preferences)"))
        let email = EmailAddress(rawValue: "ada@x.org")
        _ = try await subscribers.setWording("Other words.", of: "updates", by: database.staff(.registrar))
        for isOn in [true, false] {
            for (refusal, isSaved) in [(nil, true), (Refusal.invalid("name", "Wrong name."), false)] {
                let preferences = try await subscribers.preferences(link: asked.preferences)
                let view = PreferencesView(preferences, refusal, nil, isSaved: isSaved, zone: "UTC")
                #expect(try render("preferences", view).contains("Leave all") == isOn)
            }
            _ = try await subscribers.leaveAll(link: asked.preferences)
            _ = try await subscribers.suppress([email], because: nil, by: database.staff(.registrar))
        }
        let claim = try await database.reserve(database.openCohort(), "ada@x.org").id
        for isSettled in [false, true] {
            let view = PreferencesView(
                try await subscribers.preferences(link: asked.preferences),
                nil,
                nil,
                isSaved: false,
                zone: "UTC"
            )
            let text = try render("preferences", view)
            #expect(text.contains("id=\"name\"") != isSettled && text.contains("it is not changed here") == isSettled)
            if !isSettled { _ = try await database.registrar.seats.confirm(claim, by: .applicant(claim)) }
        }
        for isDone in [true, false] { _ = try render("leave", LeaveView(isDone: isDone)) }
    }
}
