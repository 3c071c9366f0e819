import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A certificate is found wherever its row lies", .database)
struct LookUpTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    /// As the fast path asks.
    private func lookUp(_ id: String) async throws -> Certificate {
        try await withCheckedThrowingContinuation { continuation in
            certificates.lookUp(id) { found in continuation.resume(with: Result { try found.get().certificate }) }
        }
    }

    private func change(_ id: String, _ change: CertificateChange) async throws {
        _ = try await certificates.change(
            id,
            change,
            because: StaffReason(.conduct, "Worked outside the scope."),
            by: here.staff(.decider)
        )
    }

    /// A certificate that was checked and then found by its ID, so that where it lies is known.
    private func known() async throws -> Certificate {
        let certificate = try await here.certificate()
        let ring = try await here.registrar.keys.ring()
        _ = try await certificates.check(certificate, by: ring)
        _ = try await lookUp(certificate.printedID)
        #expect(certificates.checks.address(of: certificate.id) != nil)
        return certificate
    }

    @Test("where it lay last, and after each change where it lies now")
    func moved() async throws {
        let certificate = try await known()
        let id = certificate.printedID
        let first = certificates.checks.address(of: certificate.id)
        #expect(try await lookUp(id).status == .active)
        #expect(certificates.checks.address(of: certificate.id) == first)
        try await change(id, .suspend)
        #expect(try await lookUp(id).status == .suspended)
        #expect(certificates.checks.address(of: certificate.id) != first)
        #expect(try await lookUp(id).status == .suspended)
        try await change(id, .revoke)
        #expect(try await lookUp(id).status == .revoked)
    }

    @Test("another certificate that lies where it lay is never taken for it")
    func displaced() async throws {
        let (one, other) = (try await known(), try await known())
        certificates.checks.keep(certificates.checks.address(of: other.id), of: one.id)
        #expect(try await lookUp(one.printedID).id == one.id)
        #expect(try await lookUp(other.printedID).id == other.id)
    }

    @Test("a new version is checked anew, and found where the row lies now")
    func corrected() async throws {
        let certificate = try await known()
        let before = certificates.checks.address(of: certificate.id)
        _ = try await certificates.correct(
            certificate.printedID,
            name: "Ada King",
            because: StaffReason(.instituteError, "A letter was wrong."),
            by: here.staff(.decider)
        )
        let corrected = try await lookUp(certificate.printedID)
        #expect(corrected.version == 2 && corrected.name == "Ada King")
        #expect(certificates.checks[certificate].key != nil && certificates.checks[corrected].key == nil)
        let ring = try await here.registrar.keys.ring()
        #expect(try await certificates.check(corrected, by: ring).signature == .valid)
        #expect(certificates.checks[corrected].key != nil && certificates.checks[certificate].key == nil)
        let after = certificates.checks.address(of: certificate.id)
        #expect(after != nil && after != before)
        #expect(try await lookUp(certificate.printedID).version == 2)
        #expect(certificates.checks.address(of: certificate.id) == after)
    }

    @Test("when there are too many, those are forgotten that nobody asked for of late")
    func forgotten() async throws {
        var all: [Certificate] = []
        for _ in 1...5 { all.append(try await here.certificate()) }
        let checks = SignatureChecks(most: 2)
        let key = try #require(KeyName(rawValue: "rsa-1"))
        func known() -> [Bool] { all.map { checks.address(of: $0.id) != nil } }
        for (number, certificate) in all.enumerated() {
            checks.keep(certificate, signedBy: key)
            checks.keep(RowAddress(block: 0, item: UInt16(number + 1)), of: certificate.id)
            // The first is asked for all the time.
            #expect(checks[all[0]].key == key)
            #expect(checks[certificate].key == key)
        }
        #expect(known() == [true, false, false, true, true])
        #expect(checks[all[1]].key == nil)
        #expect(known() == [true, false, false, true, true])
    }

    @Test("a crowd that asks while it is suspended and reinstated always finds it, and never as it was before")
    func crowd() async throws {
        let id = try await known().printedID
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<200 {
                        let status = try await lookUp(id).status
                        #expect(status == .active || status == .suspended)
                    }
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    try await change(id, .suspend)
                    #expect(try await lookUp(id).status == .suspended)
                    try await change(id, .reinstate)
                    #expect(try await lookUp(id).status == .active)
                }
            }
            try await group.waitForAll()
        }
    }
}
