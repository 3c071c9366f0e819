import Credentials
import Foundation
import NIOCore
import Testing

@testable import Web

@Suite("JSON is written so that it reads back")
struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSON.read(Array(text.utf8)) }

    @Test("written text reads as the same value")
    func roundTrip() throws {
        let value: JSON = ["a\"\\\n\u{1}": ["é😀", nil, -7, [:], []], "b": true]
        #expect(try read(String(decoding: value.octets, as: UTF8.self)) == value)
        #expect(try read(value.indented) == value)
    }

    @Test("times are told as other libraries tell them")
    func times() {
        for seconds in stride(from: -5_000_000_000.0, through: 40_000_000_000, by: 987_654_321) {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(date.rfc3339 == date.formatted(.iso8601))
        }
        #expect(Date(timeIntervalSince1970: 1.999).rfc3339 == "1970-01-01T00:00:01Z")
    }
}
