import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A key that somebody else may have", .database)
struct ReissueTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }
    var reissues: Reissues { here.registrar.reissues }
    /// Where every certificate is a step of its own.
    private var slowly: Reissues { Reissues(keys: here.registrar.keys, certificates: certificates, atOnce: 1) }

    private func active(_ kind: PublicKey.Kind = .rsa) async throws -> KeyName {
        let keys = try await here.registrar.keys.list(by: .system)
        return try #require(keys.first { $0.kind == kind && $0.state == .active }).name
    }

    private func issued(_ names: [String]) async throws -> [Certificate] {
        let (code, _) = try await here.grantedCohort(names)
        var found: [Certificate] = []
        for id in try await here.issue(code).lines.compactMap(\.id) { found.append(try await certificates.require(id)) }
        return found
    }

    private func change(_ certificate: Certificate, _ change: CertificateChange) async throws {
        let reason = try StaffReason(.conduct, "Worked outside the scope.")
        _ = try await certificates.change(certificate.printedID, change, because: reason, by: here.staff(.decider))
    }

    /// Versions and events of all certificates, to see that there are no doubles.
    private func counts() async throws -> [Int] {
        try await here.service.read {
            [
                try $0.one("SELECT count(*) FROM certificate_version WHERE kind = 'reissued'"),
                try $0.one("SELECT count(*) FROM certificate_event WHERE kind = 'reissued'"),
                try $0.one("SELECT count(*) FROM job WHERE kind = 'mail.certificate_reissued'"),
                try $0.one("SELECT count(*) FROM reissue WHERE ended_at IS NOT NULL"),
            ]
        }
    }

    @Test(
        "what it signed and may still hold is signed anew under the same ID, the rest stays; the old files are superseded"
    )
    func drill() async throws {
        let all = try await issued(["Ada Lovelace", "Bo", "Cy", "Dee"])
        let (ada, suspended, revoked) = (all[0], all[1], all[2])
        try await change(suspended, .suspend)
        try await change(revoked, .revoke)
        let erasing = try PersonKey(typed: try await address(of: all[3]))
        let leaving = try await here.registrar.people.planErasure(of: erasing, by: .system)
        _ = try await here.registrar.people.erase(erasing, hash: leaving.hash, by: .system)
        let old = try #require(try await certificates.files(of: ada.id, version: 1))

        let name = try await active()
        let owner = try await here.staff(.owner)
        let plan = try await reissues.plan(name, by: owner)
        #expect(plan.stage == .shown && plan.outcome.certificates == 2 && plan.left == 2)
        #expect(Set(plan.lines.map(\.certificate.name)) == ["Ada Lovelace", "Bo"])
        #expect(plan.lines.allSatisfy { $0.file == .jwt })
        let standby = plan.keys.first { $0.kind == .rsa && $0.state == .standby }?.name.rawValue
        #expect(plan.outcome.successor == standby)
        #expect(try await active() == name)

        let done = try await reissues.compromise(name, because: "A laptop was stolen.", hash: plan.hash, by: owner)
        #expect(done.stage == .applied && done.left == 0 && done.done == 2)
        #expect(try await active().rawValue == standby)
        #expect(try await counts() == [2, 2, 2, 1])
        let now = try await certificates.require(ada.printedID)
        #expect((now.version, now.name, now.validUntil) == (2, "Ada Lovelace", ada.validUntil))
        #expect(now.status == .active && now.firstIssuedAt == ada.firstIssuedAt)
        #expect(try await certificates.require(suspended.printedID).status == .suspended)
        #expect(try await certificates.require(revoked.printedID).version == 1)
        let ring = try await here.registrar.keys.ring()
        #expect(try await certificates.check(now, by: ring).key == "did:web:registrar.example#\(standby ?? "")")

        let octets = Array(old.jwt.utf8)
        let held = try HeldFile(octets, form: .jwt, credential: SecuredCredential(octets, as: .jwt))
        let answer = try await certificates.verify(held, by: ring)
        #expect(answer.state == .superseded && !answer.isGood && answer.trouble?.code == "compromised_key")
        #expect(answer.trouble?.words.contains("was signed anew") == true)
        #expect(answer.checks.map(\.name) == [.form, .header, .key, .register])
        #expect(answer.certificate?.version == 2)
        let story = try await certificates.story(of: ada.printedID, by: owner)
        #expect(story.events.map(\.kind) == ["issued", "reissued"] && story.events.last?.staff == "owner")
        #expect(try await here.brokenInvariants() == [])
    }

    private func address(of certificate: Certificate) async throws -> String {
        try await here.service.read {
            try $0.one(
                """
                SELECT person.email
                FROM certificate
                JOIN person ON person.id = certificate.person_id
                WHERE certificate.id = \(certificate.id.rawValue)
                """
            )
        }
    }

    @Test(
        "stopped halfway, the same hash goes on, and what a kill left the worker ends: no double, and nothing is left"
    )
    func stopped() async throws {
        _ = try await issued(["Ada", "Bo", "Cy", "Dee", "Eve"])
        let name = try await active()
        let plan = try await slowly.plan(name, by: .system)
        for left in [4, 3] {
            await #expect(throws: CancellationError.self) {
                try await Task {
                    _ = try await slowly.compromise(name, because: "Stolen.", hash: plan.hash, by: .system) { _, _ in
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }.value
            }
            #expect(try await active() != name)
            #expect(try await here.service.read { try $0.countTouched(by: name).count } == left)
        }
        #expect(try await here.brokenInvariants() == [])
        #expect(try await reissues.goOnWhereKeysAre() == [name])
        #expect(try await reissues.goOnWhereKeysAre() == [])
        #expect(try await counts() == [5, 5, 5, 1])
        let again = try await reissues.compromise(name, because: "Stolen.", hash: plan.hash, by: .system)
        #expect(again.stage == .applied && again.done == 5)
        #expect(try await refusal { _ = try await reissues.goOn(by: .system) }?.code == "nothing-to-reissue")
        #expect(try await counts() == [5, 5, 5, 1])
    }

    @Test("four at once sign each certificate anew once")
    func together() async throws {
        _ = try await issued(["Ada", "Bo", "Cy", "Dee", "Eve"])
        let name = try await active(.ed25519)
        let plan = try await slowly.plan(name, by: .system)
        #expect(plan.lines.allSatisfy { $0.file == .json })
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...4 {
                group.addTask {
                    try await slowly.compromise(name, because: "Stolen.", hash: plan.hash, by: .system).left
                }
            }
            for try await left in group { #expect(left == 0) }
        }
        #expect(try await counts() == [5, 5, 5, 1])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test(
        "where the key files are not, the key is given up at once and no key is made; the worker beside them signs anew"
    )
    func elsewhere() async throws {
        let ada = try #require(try await issued(["Ada"]).first)
        let name = try await active()
        let folder = here.registrar.keys.folder.path
        try FileManager.default.moveItem(atPath: folder, toPath: "\(folder).away")
        let ordered = try await here.compromise(name)
        #expect(ordered.stage == .ordered && ordered.left == 1)
        let again = try await here.compromise(name)
        #expect(again.stage == .ordered && again.left == 1)
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(try await certificates.check(ada, by: here.registrar.keys.ring()).signature == .invalid)
        #expect(try await reissues.goOnWhereKeysAre() == [])
        #expect(try await refusal { _ = try await reissues.goOn(by: .system) }?.code == "keys-elsewhere")
        try FileManager.default.moveItem(atPath: "\(folder).away", toPath: folder)
        #expect(try await reissues.goOnWhereKeysAre() == [name])
        let now = try await certificates.require(ada.printedID)
        #expect(now.version == 2)
        #expect(try await certificates.check(now, by: here.registrar.keys.ring()).signature == .valid)
        let states = try await here.registrar.keys.list(by: .system).filter { $0.kind == .rsa }.map(\.state)
        #expect(states == [.compromised, .active, .standby])
    }

    @Test(
        "a plan that no longer holds gives no key up; one without certificates ends at once; a second loss is refused"
    )
    func refused() async throws {
        let first = try #require(try await issued(["Ada", "Bo"]).first)
        let name = try await active()
        let plan = try await reissues.plan(name, by: .system)
        try await change(first, .revoke)
        let changed = try await refusal {
            _ = try await reissues.compromise(name, because: "Stolen.", hash: plan.hash, by: .system)
        }
        #expect(changed?.code == "plan-changed")
        #expect(changed?.message.contains("2 certificates to sign anew, now active") == true)
        #expect(try await active() == name)
        let none = try #require(KeyName(rawValue: "none"))
        #expect(try await refusal { _ = try await reissues.plan(none, by: .system) }?.code == "key-unknown")
        let standby = try #require(
            try await here.registrar.keys.list(by: .system).first { $0.kind == .rsa && $0.state == .standby }
        )
        let unused = try await here.compromise(standby.name)
        #expect(
            unused.stage == .applied && unused.outcome.certificates == 0 && unused.outcome.successor == name.rawValue
        )
        let again = try await refusal { _ = try await reissues.plan(standby.name, by: .system) }
        #expect(again?.code == "key-compromised-already")
        #expect(try await here.compromise(name).done == 1)
    }

    @Test("what has expired keeps its file, which is then not to be relied on")
    func expired() async throws {
        let ada = try #require(try await issued(["Ada"]).first)
        let jwt = Array(try #require(try await certificates.files(of: ada.id, version: 1)).jwt.utf8)
        try await here.shiftClock(by: .seconds(800 * 86_400))
        #expect(try await here.compromise(try await active()).outcome.certificates == 0)
        let held = try HeldFile(jwt, form: .jwt, credential: SecuredCredential(jwt, as: .jwt))
        let answer = try await certificates.verify(held, by: here.registrar.keys.ring())
        #expect(answer.state == .untrusted && answer.trouble?.code == "compromised_key")
        #expect(answer.claimedID == ada.id && answer.certificate == nil)
        #expect(try await here.brokenInvariants() == [])
    }
}
