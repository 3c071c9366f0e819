import Credentials
import Foundation
import HTTPTypes

@testable import Web

/// Whether an answer is one that openapi.json describes: a status the route names, the content type, the schema.
enum Conformity {
    private static let table = RouteTable(House.routes)
    private static let description = OpenAPI.describe(House.routes)

    static func violations(of heard: Heard, to method: HTTPRequest.Method, _ path: String) -> [String] {
        guard let operation = operation(method, String(path.prefix { $0 != "?" })) else { return [] }
        guard let answer = operation["responses"]?[String(heard.status)] else { return ["status \(heard.status)"] }
        guard method != .head else { return [] }
        let contentType = String((heard.headers[.contentType] ?? "").prefix { $0 != ";" })
        guard let schema = answer["content"]?[contentType]?["schema"] else { return ["content type \(contentType)"] }
        guard contentType.hasSuffix("json") else { return [] }
        guard let json = try? heard.json else { return ["no JSON: \(heard.text)"] }
        return check(json, schema, at: "$")
    }

    /// The description of what was asked for; of another method on a known path, that of any method there.
    private static func operation(_ method: HTTPRequest.Method, _ path: String) -> JSON? {
        for asked in [method, .get, .post] {
            guard case .found(let index, _) = table.match(asked, path) else { continue }
            let route = table.routes[index]
            return description["paths"]?[route.path]?[route.method.rawValue.lowercased()]
        }
        return nil
    }

    static func check(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            guard let target = description["components"]?["schemas"]?[String(name)] else {
                return ["\(place): no schema \(name)"]
            }
            return check(value, target, at: place)
        }
        if let choices = schema["anyOf"]?.elements, !choices.isEmpty {
            let tried = choices.map { check(value, $0, at: place) }
            return tried.contains(where: \.isEmpty) ? [] : tried.flatMap { $0 }
        }
        var wrong: [String] = []
        let types = schema["type"].map { $0.text.map { [$0] } ?? $0.elements.compactMap(\.text) } ?? []
        if !types.isEmpty, !types.contains(type(value)) { wrong.append("\(place): \(type(value)), not \(types)") }
        if let choices = schema["enum"]?.elements, value != .null, !choices.contains(value) {
            wrong.append("\(place): not in enum")
        }
        if let number = value.number {
            if let least = schema["minimum"]?.number, number < least { wrong.append("\(place): below \(least)") }
            if let most = schema["maximum"]?.number, number > most { wrong.append("\(place): above \(most)") }
        }
        if schema["format"] == "date-time", let text = value.text, (try? Date(text, strategy: .iso8601)) == nil {
            wrong.append("\(place): no time")
        }
        if let items = schema["items"] {
            wrong += value.elements.enumerated().flatMap { check($0.element, items, at: "\(place)[\($0.offset)]") }
        }
        for name in schema["required"]?.elements.compactMap(\.text) ?? [] where value[name] == nil {
            wrong.append("\(place).\(name) is missing")
        }
        for member in value.members {
            if let schema = schema["properties"]?[member.name] {
                wrong += check(member.value, schema, at: "\(place).\(member.name)")
            } else if schema["additionalProperties"] == false {
                wrong.append("\(place).\(member.name) is not described")
            }
        }
        return wrong
    }

    private static func type(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
