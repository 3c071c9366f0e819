import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A list of IDs answered on a page, in order, or as a file for a spreadsheet.
enum ListPages {
    static func answer(_ visit: Visit, _ source: TableSource, asCSV: Bool) async throws -> Response {
        let list: IDList
        do { list = try IDList(source) } catch let refusal as Refusal {
            return try await VerifyPages.show(
                visit,
                VerifyView(.unreadable(refusal.message), typed: ""),
                status: .unprocessableContent
            )
        }
        let answers = try await visit.lookUp(list)
        let institute = try await visit.house.issuer.institute()
        guard asCSV else {
            return try await VerifyPages.show(visit, ListView(answers, by: institute), template: "list")
        }
        // With a byte order mark, without which Excel takes UTF-8 for something else.
        var response = Response(text: "\u{FEFF}" + answers.csv(by: institute), contentType: "text/csv; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"certificates.csv\""
        return response
    }
}

/// The answers to a list.
struct ListView: AnswerView {
    struct Line: Sendable {
        let asked: String
        /// The certificate's page, where there is one.
        let page: String?
        let holder: String?
        let credential: String?
        let tone: String
        let verdict: String
    }

    let heading: String
    let issuer: String
    let lines: [Line]
    /// The same list once more, for the file.
    let ids: String

    init(_ answers: [ListedCertificate], by institute: Institute) {
        let active = answers.count(where: \.isActive)
        heading = "\(active) of \(answers.count) \(answers.count == 1 ? "is" : "are") valid today"
        issuer = institute.name
        lines = answers.map { Line($0, LocalClock(institute.timeZone)) }
        let rows = answers.map { "\"\($0.asked.isEmpty ? "-" : $0.asked.replacing("\"", with: "\"\""))\"" }
        ids = (["id"] + rows).joined(separator: "\r\n")
    }
}

extension ListView.Line {
    init(_ item: ListedCertificate, _ clock: LocalClock) {
        let typed = String(item.asked.prefix(80))
        switch item.answer {
        case .found(let certificate):
            let until = certificate.ends.map { clock.day($0) }
            self.init(
                asked: certificate.printedID,
                page: "/verify/\(certificate.printedID)",
                holder: certificate.name ?? "A person whose data was erased at their request",
                credential: certificate.title + (until.map { ", until \($0)" } ?? ""),
                tone: certificate.status.tone,
                verdict: certificate.status.verdict
            )
        case .typingError(let error):
            self.init(asked: typed, page: nil, holder: nil, credential: error.words, tone: "bad", verdict: "Mistyped")
        case .unknown:
            self.init(
                asked: typed,
                page: nil,
                holder: nil,
                credential: "No certificate with this ID was issued here.",
                tone: "bad",
                verdict: "Unknown"
            )
        }
    }
}
