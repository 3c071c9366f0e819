import Domain
import Foundation
import HTTPTypes

/// What every page shows around its content: the issuer first.
struct Frame: Sendable {
    let title: String
    let issuer: String
    let contactEmail: String?
    let postalAddress: String?
    let logo: String?
    let stylesheet: String
    let script: String
    let sitting: String
    let icon: String
    /// For sites on which the page's address is posted.
    let share: SharedPage?

    init(title: String, share: SharedPage? = nil, institute: Institute?, pages: Pages) {
        self.share = share
        issuer = institute?.name ?? "Registrar"
        self.title = institute.map { "\(title) · \($0.name)" } ?? title
        contactEmail = institute?.contactEmail
        postalAddress = institute?.postalAddress
        logo = institute?.logoUrl
        stylesheet = pages.stylesheet.path
        script = pages.script.path
        sitting = pages.sitting.path
        icon = pages.icon.path
    }

    var logoOrigin: String? {
        guard let parts = logo.flatMap({ URLComponents(string: $0) }), let scheme = parts.scheme, let host = parts.host
        else { return nil }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }
}

/// A page: its frame and what it is about.
struct Sheet<Content: Sendable>: Sendable {
    let frame: Frame
    let content: Content
}

/// An error as a page tells it.
struct ProblemView: Sendable {
    let heading: String
    let message: String
    let status: Int
    let requestID: String?

    init(_ problem: Problem, id: String) {
        heading = Problem.title(problem.status)
        message = problem.detail
        status = problem.status.code
        requestID = problem.status.code >= 500 ? id : nil
    }
}
