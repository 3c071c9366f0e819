package import Credentials
import Foundation

extension Receipts {
    /// Checks a receipt that somebody was shown by the issuer's own keys, and says what the certificate's status is today.
    package func check(_ held: HeldReceipt, by ring: KeyRing) async throws -> FileAnswer {
        let answer = try await examine(held, by: ring)
        certificates.counts.add(answer.counted)
        return answer
    }

    private func examine(_ held: HeldReceipt, by ring: KeyRing) async throws -> FileAnswer {
        let now = try await keys.now()
        let (receipt, key): (VerificationReceipt, KeyName)
        do throws(Untrusted) {
            (receipt, key) = try held.check(by: ring, at: now)
        } catch {
            return FileAnswer(held, untrusted: error, by: ring, at: now.date)
        }
        var today: Certificate?
        if case .id(let id) = CertificateID.read(receipt.asked) { today = try await certificates.find(id) }
        return FileAnswer(held, receipt, by: ring.id(of: key), today, at: now.date)
    }
}
