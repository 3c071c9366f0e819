import Credentials
import Documents
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What certificates of one program version attest: the addresses that stand in every signed credential.
enum AchievementPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/achievements/{code}/{version}",
            name: "achievementPage",
            summary: "What holders of a certificate of this program version have done.",
            audience: .people,
            handle: show
        ),
        Route(
            method: .get,
            path: "/achievements/{code}/{version}/criteria",
            name: "criteriaPage",
            summary: "The same page, under the address that credentials give for the criteria.",
            audience: .people,
            handle: show
        ),
        Route(
            method: .get,
            path: "/badges/{code}/{file}",
            name: "badgeImage",
            summary: "The badge of a program version, VERSION.png, without a credential in it.",
            audience: .people,
            handle: draw
        ),
    ]

    private static func show(_ visit: Visit) async throws -> Response {
        let (program, version) = try await program(visit, version: visit.capture("version"))
        let view = AchievementView(program, version: version)
        return visit.house.pages.response(
            "achievement",
            view,
            title: view.name,
            institute: try await visit.house.issuer.institute(),
            discretion: .open
        )
    }

    private static func draw(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let file = try visit.capture("file")
        let (program, version) = try await program(visit, version: file.replacing(".png", with: ""))
        let institute = try await visit.house.issuer.institute()
        let specimen = Certificate(
            specimenOf: program,
            version: version,
            holder: program.name,
            isTest: PublicAddress(institute.publicUrl)?.isTest ?? true,
            at: .now
        )
        let drawing = CertificateDrawing(
            certificate: specimen,
            template: program.certificate ?? .usual,
            institute: institute
        )
        var response = Response(octets: Data(try drawing.badge().png()), contentType: "image/png")
        response.headers[.cacheControl] = "public, max-age=86400"
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    private static func program(_ visit: Visit, version: String) async throws -> (ProgramFile, Int) {
        guard let number = Int32(version) else {
            throw Refusal.notFound("program-unknown", "A program's version is a number, as in /achievements/mes/1.")
        }
        let code = try visit.capture("code")
        return (try await visit.registrar.programs.published(code: code, version: Int(number)), Int(number))
    }
}

/// A program version as its certificates attest it.
struct AchievementView: Sendable {
    struct Module: Sendable {
        let name: String
        let requirements: [String]
    }

    let name: String
    let summary: String
    let scope: String
    let code: String
    let version: Int
    let term: String
    let badge: String
    let modules: [Module]

    init(_ program: ProgramFile, version: Int) {
        name = program.name
        summary = program.summary
        scope = program.grants.words
        code = program.code
        self.version = version
        term = program.termMonths.map { "\($0) months from its issue" } ?? "without end"
        badge = "/badges/\(program.code.lowercased())/\(version).png"
        modules = program.modules.map { Module(name: $0.name, requirements: $0.requirements.map(\.name)) }
    }
}
