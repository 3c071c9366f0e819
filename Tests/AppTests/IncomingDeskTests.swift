import Crypto
import Domain
import Foundation
import Mail
import Postgres
import TestSupport
import Testing

@testable import App

@Suite("Mails that come back", .database)
struct IncomingDeskTests {
    let here = TestDatabase.current

    private func take(_ subject: String) async throws -> IncomingDesk.Word {
        let seal = MailSeal(key: SymmetricKey(size: .bits256))
        let desk = IncomingDesk(registrar: here.registrar, reader: IncomingReader(seal: seal))
        return try await desk.take(Array("From: a@b.example\r\nSubject: \(subject)\r\n\r\n\r\n".utf8))
    }

    private func onTheList() async throws -> Int {
        try await here.service.read { try $0.one("SELECT count(*) FROM subscriber") }
    }

    @Test("a token as the subject leaves the list; one that is none of ours is for people")
    func leave() async throws {
        try await here.furnish()
        let person: PersonID = try await here.owner.write { connection in
            try connection.one(
                """
                WITH newcomer AS (
                    INSERT INTO person (email, address_digest) VALUES ('ada@x.org', sha256('ada')) RETURNING id
                )
                INSERT INTO consent_event (person_id, kind, at, source, wording_version)
                SELECT id, 'confirmed', registrar_clock(), 'updates_form', 1
                FROM newcomer
                RETURNING person_id
                """
            )
        }
        let token = try await here.registrar.subscribers.links(to: person, purpose: "updates").token
        let stranger = try await take(String(token.reversed()))
        #expect(stranger.isForPeople && stranger.words.contains("none of ours"))
        #expect(try await onTheList() == 1)
        let left = try await take("unsubscribe: \(token)")
        #expect(!left.isForPeople && left.words == "Somebody left the list by mail.")
        #expect(try await onTheList() == 0)
        #expect(try await take(token).words == left.words)
    }
}
