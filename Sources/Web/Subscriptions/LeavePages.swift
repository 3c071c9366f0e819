import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// The way off the list, by a link in every letter: one click of a mail program (RFC 8058), or a page with a button.
///
/// Whatever the token, the page and the status are the same: a link that was mistyped, is old, or was never issued tells
/// nothing.
enum LeavePages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/leave/{token}",
            name: "leavePage",
            summary: "Asks before anybody leaves; looking changes nothing.",
            audience: .people,
            discretion: .secret,
            handle: { try await answer($0, LeaveView(isDone: false)) }
        ),
        Route(
            method: .post,
            path: "/leave/{token}",
            name: "leaveByPage",
            summary: "Leaves the list: by the button, or by one click of a mail program (RFC 8058).",
            audience: .people,
            discretion: .secret,
            body: .init(
                contentType: "application/x-www-form-urlencoded",
                schema: ["type": "object"],
                alternatives: [Multipart.contentType]
            ),
            admitsOtherSites: true,
            handle: leave
        ),
    ]

    private static func leave(_ visit: Visit) async throws -> Response {
        let fields = try await fields(of: visit)
        let isOneClick = fields == ["List-Unsubscribe": "One-Click"]
        // A mail program may send its one click from anywhere; a button of ours is pressed on our page.
        guard isOneClick || visit.isFromHere else { throw Problem.crossSite }
        guard isOneClick || ["this", "all"].contains(fields["act"]) else {
            return try await answer(visit, LeaveView(isDone: false))
        }
        try await visit.registrar.subscribers.leave(token: visit.capture("token"), all: fields["act"] == "all")
        return try await answer(visit, LeaveView(isDone: true))
    }

    private static func fields(of visit: Visit) async throws -> [String: String] {
        let body = try await visit.typedBody()
        guard visit.contentType == Multipart.contentType else { return try Form(body.readableBytesView).fields }
        let form = try Multipart(
            Data(body.readableBytesView),
            contentType: visit.request.headers[.contentType] ?? ""
        )
        return try Dictionary(uniqueKeysWithValues: form.names.map { ($0, try form.text($0)) })
    }

    private static func answer(_ visit: Visit, _ view: LeaveView) async throws -> Response {
        let institute = try await visit.house.issuer.institute()
        return visit.house.pages.response(
            "leave",
            view,
            title: view.heading,
            institute: institute,
            discretion: .secret
        )
    }
}

/// Before and after: the same for every link.
struct LeaveView: Sendable {
    let heading: String
    let isDone: Bool

    init(isDone: Bool) {
        self.isDone = isDone
        heading = isDone ? "You are off" : "No more of this mail?"
    }
}
