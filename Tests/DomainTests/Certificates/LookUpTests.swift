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
