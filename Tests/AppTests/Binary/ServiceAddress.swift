import Foundation
import FoundationNetworking
import TestSupport

/// Where a running service listens: any number of tasks may ask at once.
struct ServiceAddress: Sendable {
    let port: Int

    func get(_ path: String) async throws -> (status: Int, body: String) {
        try await answer(request(path))
    }

    func post(_ path: String, json: String) async throws -> (status: Int, body: String) {
        var request = try request(path)
        request.httpMethod = "POST"
        request.httpBody = Data(json.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return try await answer(request)
    }

    private func request(_ path: String) throws -> URLRequest {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw Unexpected() }
        return URLRequest(url: url)
    }

    private func answer(_ request: URLRequest) async throws -> (status: Int, body: String) {
        let (body, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: body, as: UTF8.self))
    }
}
