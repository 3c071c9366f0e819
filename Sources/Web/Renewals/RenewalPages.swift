import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A holder's renewal page, by the mailed link: what counts, what is missing and by when, and where evidence is sent.
enum RenewalPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/renewals/{token}",
            name: "renewalPage",
            summary: "Where a holder stands on the way to the next term.",
            audience: .people,
            discretion: .secret,
            handle: { visit in
                let token = try visit.capture("token")
                return try await render(visit, visit.registrar.renewals.open(link: token), token: token)
            }
        ),
        Route(
            method: .post,
            path: "/renewals/{token}/evidence",
            name: "bringCredit",
            summary:
                "Keeps coursework, observation or a foundations course with its file, and asks staff to look at it.",
            audience: .people,
            discretion: .secret,
            body: .init(
                contentType: Multipart.contentType,
                schema: ["type": "object"],
                // The form's own words beside the file.
                limit: EvidenceFile.mostOctets + Route.Body.usualLimit
            ),
            handle: bring
        ),
    ]

    private static func bring(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let renewals = visit.registrar.renewals
        // Whoever has no page sends nothing.
        _ = try renewals.certificateNumber(link: token)
        let body = Data(try await visit.typedBody().readableBytesView)
        let form = try Multipart(body, contentType: visit.request.headers[.contentType] ?? "")
        let typed = try CreditTyped(form)
        do {
            let draft = try CreditDraft(
                kind: typed.kind,
                title: typed.title,
                minutes: typed.minutes,
                doneOn: typed.doneOn,
                supervisor: typed.supervisor,
                licenseType: typed.licenseType,
                licenseNumber: typed.licenseNumber
            ) {
                try EvidenceFile(name: form.fileName("file"), octets: form["file"])
            }
            _ = try await renewals.submit(draft, link: token)
        } catch let refusal as Refusal where [.invalid, .conflict, .tooMany].contains(refusal.kind) {
            let page = try await renewals.open(link: token)
            return try await render(visit, page, token: token, trouble: refusal, typed)
        }
        return .seeOther("/renewals/\(token)", .secret)
    }

    private static func render(
        _ visit: Visit,
        _ page: RenewalPage,
        token: String,
        trouble: Refusal? = nil,
        _ typed: CreditTyped = CreditTyped()
    ) async throws -> Response {
        let title = "Your renewal: \(page.standing.certificate.title)"
        let institute = try await visit.house.issuer.institute()
        return visit.house.pages.response(
            "renewal",
            RenewalView(page, token: token, contact: institute.contactEmail, trouble: trouble, typed),
            title: trouble == nil ? title : "Error: \(title)",
            institute: institute,
            discretion: .secret,
            status: trouble == nil ? .ok : .unprocessableContent
        )
    }
}

/// What somebody typed into the form, to show it again.
struct CreditTyped: Sendable {
    var kind = ""
    var title = ""
    var minutes = ""
    var doneOn = ""
    var supervisor = ""
    var licenseType = ""
    var licenseNumber = ""

    init() {}

    init(_ form: Multipart) throws {
        kind = try form.text("kind")
        title = try form.text("title")
        minutes = try form.text("minutes")
        doneOn = try form.text("done_on")
        supervisor = try form.text("supervisor")
        licenseType = try form.text("license_type")
        licenseNumber = try form.text("license_number")
    }
}
