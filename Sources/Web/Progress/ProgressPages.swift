import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A candidate's own page, by the mailed link: what is done, what is missing and by when, and where evidence is sent.
enum ProgressPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/progress/{token}",
            name: "progressPage",
            summary: "Where a candidate stands.",
            audience: .people,
            discretion: .secret,
            handle: { visit in
                let token = try visit.capture("token")
                return try await render(visit, visit.registrar.progress.open(link: token), token: token)
            }
        ),
        Route(
            method: .post,
            path: "/progress/{token}/evidence",
            name: "bringEvidence",
            summary: "Keeps a file as evidence, and asks staff to look at it.",
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
        let progress = visit.registrar.progress
        // Whoever has no page sends nothing.
        _ = try progress.candidate(link: token)
        let body = Data(try await visit.typedBody().readableBytesView)
        let form = try Multipart(body, contentType: visit.request.headers[.contentType] ?? "")
        let requirement = try form.text("requirement")
        do {
            let file = try EvidenceFile(name: form.fileName("file"), octets: form["file"])
            let brought = try BroughtEvidence(
                to: requirement,
                file: file,
                minutes: try form.text("minutes"),
                doneOn: try form.text("done_on"),
                validUntil: try form.text("valid_until")
            )
            _ = try await progress.submit(brought, link: token)
        } catch let refusal as Refusal where [.invalid, .conflict, .tooMany].contains(refusal.kind) {
            let page = try await progress.open(link: token)
            return try await render(visit, page, token: token, trouble: .init(refusal, at: requirement))
        }
        return .seeOther("/progress/\(token)", .secret)
    }

    private static func render(
        _ visit: Visit,
        _ page: CandidatePage,
        token: String,
        trouble: ProgressView.Trouble? = nil
    ) async throws -> Response {
        let title = "Your progress: \(page.cohort.cohort.programName)"
        return visit.house.pages.response(
            "progress",
            ProgressView(page, token: token, trouble: trouble),
            title: trouble == nil ? title : "Error: \(title)",
            institute: try await visit.house.issuer.institute(),
            discretion: .secret,
            status: trouble == nil ? .ok : .unprocessableContent
        )
    }
}
