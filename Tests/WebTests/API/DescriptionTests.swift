import Credentials
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite("openapi.json is made of the routes")
struct DescriptionTests {
    /// With REGENERATE=1 the file is written anew instead of compared.
    @Test("the committed file is what the routes say")
    func isFresh() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Web/openapi.json").standardizedFileURL
        let described = OpenAPI.describe(House.routes).indented
        if ProcessInfo.processInfo.environment["REGENERATE"] == "1" {
            try described.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == described)
    }

    @Test("every route for programs is described, with its captures as parameters")
    func complete() {
        let description = OpenAPI.describe(House.routes)
        for route in House.routes where route.audience == .programs {
            let operation = description["paths"]?[route.path]?[route.method.rawValue.lowercased()]
            #expect(operation?["operationId"]?.text == route.name)
            let captured = route.path.split(separator: "/").filter { $0.first == "{" }.map { $0.dropFirst().dropLast() }
            #expect(route.parameters.filter { $0.place == .path }.map { $0.name[...] } == captured)
        }
        let names = House.routes.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("every reference leads somewhere")
    func references() {
        func references(_ json: JSON) -> [String] {
            json.elements.flatMap(references)
                + json.members.flatMap { $0.name == "$ref" ? [$0.value.text ?? ""] : references($0.value) }
        }
        let description = OpenAPI.describe(House.routes)
        let known = description["components"]?["schemas"]?.members.map { "#/components/schemas/\($0.name)" } ?? []
        #expect(Set(references(description)).isSubset(of: known))
    }

    @Test("a path is found by its words, whatever the method")
    func matching() {
        let table = RouteTable(House.routes)
        guard case .found(let index, let captures) = table.match(.head, "/api/v1/cohorts/MES-1/") else {
            Issue.record("not found")
            return
        }
        #expect(table.routes[index].name == "showCohort")
        #expect(captures.map(\.text) == ["MES-1"])
        guard case .wrongMethod(let allow) = table.match(.delete, "/cohorts/MES-1") else {
            Issue.record("no wrong method")
            return
        }
        #expect(allow == "GET, HEAD, POST")
        guard case .unknown = table.match(.get, "/api/v1/cohort") else {
            Issue.record("known")
            return
        }
    }
}
