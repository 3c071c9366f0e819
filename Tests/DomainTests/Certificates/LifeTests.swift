import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A certificate's life", .database)
struct LifeTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private func change(_ id: String, _ change: CertificateChange, rehearse: Bool = false) async throws -> Certificate {
        try await certificates.change(
            id,
            change,
            because: StaffReason(.conduct, "Worked outside the scope."),
            rehearse: rehearse,
            by: here.staff(.decider)
        )
    }

    /// The bit of each version, as strangers read it from the signed list.
    private func bits(_ id: CertificateID) async throws -> [Bool] {
        struct Place: Decodable {
            let number: Int
            let list: Int
            let index: Int
        }
        let places: [Place] = try await here.service.read {
            try $0.all(
                """
                SELECT number, status_list AS list, status_index AS index
                FROM certificate_version
                WHERE certificate_id = \(id.rawValue)
                ORDER BY number
                """
            )
        }
        let ring = try await here.registrar.keys.ring()
        let now = try await here.registrar.keys.now()
        var bits: [Bool] = []
        for place in places {
            let jwt = try #require(try await certificates.statusList(place.list))
            let checked = try CredentialJWT.check(jwt, by: ring, at: now, limit: CredentialJWT.longestList)
            let list = try StatusListCredential(checked)
            bits.append(try list.isSet(OpenBadge.Status(list: list.id, index: place.index), at: now))
        }
        return bits
    }

    @Test("suspended and reinstated show at once and set no bit; revoked sets it for good, and only once")
    func life() async throws {
        let certificate = try await here.certificate()
        let id = certificate.printedID
        #expect(try await change(id, .suspend).status == .suspended)
        #expect(try await certificates.require(id).status == .suspended)
        #expect(try await refusal { _ = try await change(id, .suspend) }?.code == "suspended-already")
        #expect(try await change(id, .reinstate).status == .active)
        #expect(try await bits(certificate.id) == [false])
        #expect(try await change(id, .revoke, rehearse: true).status == .revoked)
        #expect(try await certificates.require(id).status == .active)
        #expect(try await change(id, .revoke).status == .revoked)
        #expect(try await bits(certificate.id) == [true])
        #expect(try await refusal { _ = try await change(id, .revoke) }?.code == "revoked-already")
        #expect(try await refusal { _ = try await change(id, .reinstate) }?.code == "certificate-ended")
        let story = try await certificates.story(of: id, by: .system)
        #expect(story.events.map(\.kind) == ["issued", "suspended", "reinstated", "revoked"])
        #expect(story.events.last?.words == "Worked outside the scope.")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a corrected name is a new version under the same ID: the file before is superseded, the term stays")
    func corrected() async throws {
        let certificate = try await here.certificate(of: "Ada Lovelase")
        let corrected = try await certificates.correct(
            certificate.printedID,
            name: "Ada Lovelace",
            because: StaffReason(.instituteError, "A letter was wrong."),
            by: here.staff(.decider)
        )
        #expect(corrected.id == certificate.id)
        #expect(corrected.version == 2)
        #expect(corrected.name == "Ada Lovelace")
        #expect(corrected.validUntil == certificate.validUntil)
        #expect(corrected.validFrom > certificate.validFrom)
        #expect(try await bits(certificate.id) == [true, false])
        let ring = try await here.registrar.keys.ring()
        #expect(try await certificates.check(corrected, by: ring).signature == .valid)
        let older = try #require(try await certificates.files(of: certificate.id, version: 1))
        #expect(older.jwt != (try await certificates.files(of: certificate.id, version: 2))?.jwt)
        let same = try await refusal {
            _ = try await certificates.correct(
                certificate.printedID,
                name: "Ada Lovelace",
                because: StaffReason(.other, "Again."),
                by: here.staff(.decider)
            )
        }
        #expect(same?.code == "name-the-same")
        await #expect(throws: InvalidInput.self) {
            _ = try await certificates.correct(
                certificate.printedID,
                name: " ",
                because: StaffReason(.other, "Again."),
                by: here.staff(.decider)
            )
        }
        // Revoking takes every version with it.
        _ = try await change(certificate.printedID, .revoke)
        #expect(try await bits(certificate.id) == [true, true])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a certificate expires by its term alone, and nobody who taught the holder changes it")
    func expired() async throws {
        let certificate = try await here.certificate()
        try await here.shiftClock(by: .seconds(731 * 86_400))
        #expect(try await certificates.require(certificate.printedID).status == .expired)
        _ = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: here.staff(.owner)
        )
        let refused = try await refusal {
            _ = try await certificates.change(
                certificate.printedID,
                .revoke,
                because: StaffReason(.conduct, "Because."),
                by: here.staff(.instructor)
            )
        }
        #expect(refused?.code == "decider-not-independent")
    }

    @Test("once its term is over a suspended one is neither corrected nor reinstated, and no mail says that it holds")
    func pastTerm() async throws {
        let certificate = try await here.certificate()
        let id = certificate.printedID
        _ = try await change(id, .suspend)
        _ = try await change(id, .reinstate)
        _ = try await change(id, .suspend)
        try await here.shiftClock(by: .seconds(731 * 86_400))
        let refused = try await refusal {
            _ = try await certificates.correct(
                id,
                name: "Ada King",
                because: StaffReason(.other, "A name."),
                by: here.staff(.decider)
            )
        }
        #expect(refused?.code == "certificate-expired")
        #expect(try await refusal { _ = try await change(id, .reinstate) }?.code == "certificate-expired")
        let now = try await certificates.require(id)
        #expect(now.status == .suspended && now.statusSince == now.stateSince)
        let letters = try await here.registrar.jobs.list(limit: 100, by: .system)
        for job in letters where job.kind == CertificateLetter.Kind.reinstated.jobKind {
            #expect(try await here.registrar.jobs.certificateLetter(for: job) == nil)
        }
        #expect(try await change(id, .revoke).status == .revoked)
    }

    @Test("a mail that is late says nothing of a certificate that has expired, whose status holds since its term's end")
    func lateLetter() async throws {
        let certificate = try await here.certificate()
        _ = try await change(certificate.printedID, .suspend)
        _ = try await change(certificate.printedID, .reinstate)
        try await here.shiftClock(by: .seconds(731 * 86_400))
        let expired = try await certificates.require(certificate.printedID)
        #expect(expired.status == .expired && expired.statusSince == expired.validUntil)
        let kinds = [CertificateLetter.Kind.issued, .reinstated].map(\.jobKind)
        let letters = try await here.registrar.jobs.list(limit: 100, by: .system).filter { kinds.contains($0.kind) }
        #expect(letters.count == 2)
        for job in letters { #expect(try await here.registrar.jobs.certificateLetter(for: job) == nil) }
    }

    @Test("a change holds from the day of what it changes at the earliest: the day of issue itself is no mistake")
    func effective() async throws {
        let certificate = try await here.certificate()
        let id = certificate.printedID
        let issued = certificate.firstIssuedAt
        func day(_ days: Double, since issued: Date) async throws -> Date {
            let zone = try #require(TimeZone(identifier: try await here.registrar.institute.current().timeZone))
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            return calendar.startOfDay(for: issued.addingTimeInterval(days * 86_400))
        }
        func change(_ change: CertificateChange, _ effective: Date) async throws -> Certificate {
            try await certificates.change(
                id,
                change,
                because: StaffReason(.conduct, "Because."),
                effective: effective,
                by: here.staff(.decider)
            )
        }
        let early = try await refusal { _ = try await change(.suspend, day(-1, since: issued)) }
        #expect(early?.kind == .invalid && early?.problems.map(\.field) == ["effective"])
        try await here.shiftClock(by: .seconds(20 * 86_400))
        #expect(try await change(.suspend, day(10, since: issued)).stateSince == day(10, since: issued))
        #expect(try await refusal { _ = try await change(.reinstate, day(9, since: issued)) }?.kind == .invalid)
        #expect(try await refusal { _ = try await change(.reinstate, day(21, since: issued)) }?.kind == .invalid)
        #expect(try await change(.reinstate, day(10, since: issued)).stateSince == day(10, since: issued))
        let other = try await here.certificate().printedID
        let issue = try await certificates.require(other).firstIssuedAt
        let onTheDay = try await certificates.change(
            other,
            .revoke,
            because: StaffReason(.conduct, "Because."),
            effective: day(0, since: issue),
            by: here.staff(.decider)
        )
        #expect(onTheDay.stateSince == issue)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("lists that strangers fetch during revocations are whole: each is a signed edition, and none goes back")
    func lists() async throws {
        let (code, _) = try await here.grantedCohort((1...6).map { "Person \($0)" })
        let ids = try await here.issue(code).lines.compactMap(\.id)
        let before = try #require(try await certificates.statusList(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids { group.addTask { _ = try await change(id, .revoke) } }
            for _ in 1...20 {
                group.addTask {
                    let jwt = try #require(try await certificates.statusList(1))
                    let ring = try await here.registrar.keys.ring()
                    let now = try await here.registrar.keys.now()
                    _ = try StatusListCredential(
                        CredentialJWT.check(jwt, by: ring, at: now, limit: CredentialJWT.longestList)
                    )
                }
            }
            try await group.waitForAll()
        }
        #expect(try await certificates.statusList(1) != before)
        for id in ids {
            #expect(try await bits(certificates.require(id).id) == [true])
        }
    }
}
