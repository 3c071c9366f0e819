import Credentials
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// Pages for people: open cohorts, one cohort with its form, one claim with its buttons. No page needs a script.
enum PageRoutes {
    static let all: [Route] =
        [
            page(.get, "/", "openCohorts", "Open cohorts.", .open, home),
            page(.get, "/cohorts/{code}", "cohortPage", "A cohort and its form.", .unkept, CohortForm.show),
            page(.post, "/cohorts/{code}", "reserveByPage", "Reserve.", .unkept, body: formBody, CohortForm.submit),
            page(
                .get,
                "/cohorts/{code}/asked",
                "askedPage",
                "After a request for a known address.",
                .open,
                CohortForm.asked
            ),
            page(.get, "/reservations/{token}", "reservationPage", "The state of a claim.", .secret, ClaimPages.show),
            page(
                .get,
                "/reservations/{token}/transfer",
                "movePage",
                "Other dates to move to.",
                .secret,
                MovePages.choose
            ),
            page(
                .post,
                "/reservations/{token}/transfer",
                "moveByPage",
                "Move a confirmed seat to another date.",
                .secret,
                body: formBody,
                MovePages.move
            ),
            page(.get, "/assets/{file}", "asset", "The stylesheet and the script.", .open, asset),
        ]
        + [Verb.withdraw, .decline].map { verb in
            page(
                .get,
                "/reservations/{token}/\(verb.rawValue)",
                "\(verb.rawValue)Page",
                "Asks before it is done.",
                .secret
            ) {
                try await ClaimPages.ask($0, before: verb)
            }
        }
        + Verb.allCases.map { verb in
            page(.post, "/reservations/{token}/\(verb.rawValue)", "\(verb.rawValue)ByPage", verb.summary, .secret) {
                try await ClaimPages.carryOut($0, verb)
            }
        }

    private static let formBody = Route.Body(
        contentType: "application/x-www-form-urlencoded",
        schema: ["type": "object"]
    )

    private static func page(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ summary: String,
        _ discretion: ProtectiveHeaders.Discretion,
        body: Route.Body? = nil,
        _ handle: @escaping Route.Handler
    ) -> Route {
        Route(
            method: method,
            path: path,
            name: name,
            summary: summary,
            audience: .people,
            discretion: discretion,
            body: body,
            handle: handle
        )
    }

    private static func asset(_ visit: Visit) async throws -> Response {
        let path = try "/assets/\(visit.capture("file"))"
        let pages = visit.house.pages
        guard let asset = [pages.stylesheet, pages.script, pages.sitting, pages.icon].first(where: { $0.path == path })
        else {
            throw Problem.unknownPage
        }
        var headers = ProtectiveHeaders.asset
        headers[.contentType] = asset.contentType
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: asset.content))
        )
    }

    private static func home(_ visit: Visit) async throws -> Response {
        let after = try visit.query()["after"]
        let page = try await visit.registrar.cohorts.list(states: [.open], after: after, by: .visitor)
        let institute = try await visit.house.issuer.institute()
        let shown = page.items.filter { $0.registration != .started }
        return visit.house.pages.response(
            "home",
            HomeView(cohorts: shown.map(CohortView.init), next: page.next.map { "/?after=\($0)" }),
            title: "Open cohorts",
            institute: institute,
            discretion: .open
        )
    }
}

struct HomeView: Sendable {
    let cohorts: [CohortView]
    let next: String?
}

extension Response {
    /// Sends the reader on to a page of ours, so that reloading it sends nothing again.
    static func seeOther(_ path: String, _ discretion: ProtectiveHeaders.Discretion) -> Response {
        var headers = ProtectiveHeaders.page(discretion, logo: nil)
        headers[.location] = path
        return Response(status: .seeOther, headers: headers)
    }
}
