import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A cohort's page with its form: what was typed stays when something has to be mended.
enum CohortForm {
    static func show(_ visit: Visit) async throws -> Response {
        try await render(visit, Typed())
    }

    static func submit(_ visit: Visit) async throws -> Response {
        let body = try await visit.typedBody()
        let form = try Form(body.readableBytesView)
        var typed = Typed(form)
        do {
            let code = try visit.capture("code")
            let request = try ReservationRequest(
                cohort: code,
                cohorts: typed.others.isEmpty ? nil : [code] + typed.others,
                name: typed.name,
                email: typed.email,
                timeZone: typed.timeZone,
                subscribe: typed.subscribe,
                idempotencyKey: typed.key,
                client: visit.client
            )
            switch try await visit.registrar.seats.reserve(request, by: .visitor) {
            case .entered(let entry, _):
                return .seeOther("/reservations/\(entry.showToken)", .secret)
            case .known(let cohort):
                return .seeOther("/cohorts/\(cohort)/asked", .unkept)
            }
        } catch let refusal as Refusal where [.invalid, .conflict, .tooMany].contains(refusal.kind) {
            // A key that came before with other words, by the browser's back button say: the next try gets a new one.
            if refusal.problems.contains(where: { $0.field == "Idempotency-Key" }) { typed.key = Typed.newKey() }
            return try await render(visit, typed, refusal)
        }
    }

    /// The same page for everyone whose address is known in the cohort; it says nothing of them.
    static func asked(_ visit: Visit) async throws -> Response {
        let page = try await visit.registrar.cohorts.page(code: visit.capture("code"), by: .visitor)
        let institute = try await visit.house.issuer.institute()
        return visit.house.pages.response(
            "asked",
            AskedView(cohort: CohortView(page.cohort), contact: institute.contactEmail),
            title: "Look at your mail",
            institute: institute,
            discretion: .open
        )
    }

    private static func render(_ visit: Visit, _ typed: Typed, _ refusal: Refusal? = nil) async throws -> Response {
        let page = try await visit.registrar.cohorts.page(code: visit.capture("code"), by: .visitor)
        let institute = try await visit.house.issuer.institute()
        let wording = try await visit.registrar.subscribers.wording()
        let others = try await visit.registrar.cohorts.alternatives(to: page.cohort.code)
        let title = "\(page.cohort.programName) (\(page.cohort.programCode))"
        return visit.house.pages.response(
            "cohort",
            CohortPageView(page, FormView(typed, refusal, page.cohort, others: others, wording: wording)),
            title: refusal == nil ? title : "Error: \(title)",
            institute: institute,
            discretion: .unkept,
            status: refusal.map { Problem($0).status } ?? .ok
        )
    }

    /// What the form carried, or nothing yet.
    struct Typed: Sendable {
        var name = ""
        var email = ""
        var subscribe = false
        var key = newKey()
        var timeZone: String?
        /// Codes of other dates that suit too.
        var others: [String] = []

        static let boxPrefix = "also-"

        init() {}

        init(_ form: Form) {
            name = form["name"]
            email = form["email"]
            subscribe = form["subscribe"] == "yes"
            if !form["key"].isEmpty { key = form["key"] }
            others = form.fields.filter { $0.key.hasPrefix(Self.boxPrefix) && $0.value == "yes" }
                .map { String($0.key.dropFirst(Self.boxPrefix.count)) }
                .sorted()
            // Filled in by the script; the reader could not mend a zone that is not known here.
            timeZone = form["time_zone"].isEmpty || !TimeZone.isKnown(form["time_zone"]) ? nil : form["time_zone"]
        }

        static func newKey() -> String {
            let random = { String(UInt64.random(in: .min ... .max), radix: 36) }
            return "page-\(random())-\(random())"
        }
    }
}

struct CohortPageView: Sendable {
    let cohort: CohortView
    let sessions: [SessionView]
    let instructors: String?
    let form: FormView

    init(_ page: CohortPage, _ form: FormView) {
        cohort = CohortView(page.cohort)
        sessions = page.sessions.map { SessionView($0) }
        instructors = page.instructors.isEmpty ? nil : enumerated(page.instructors)
        self.form = form
    }
}

struct AskedView: Sendable {
    let cohort: CohortView
    let contact: String
}
