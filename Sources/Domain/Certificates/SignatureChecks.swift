import Credentials
import Postgres

/// Which signatures were found to hold, and which versions in the log: each is checked once in each process, as what was
/// issued never changes.
///
/// The key's own state is not kept: a compromised one is believed no more from that instant on. When it is full, those that
/// nobody asked for since it was last full are forgotten.
final class SignatureChecks: Sendable {
    /// What is waited for is asked for again after a while.
    private static let patience = Duration.seconds(10)

    struct Found {
        fileprivate let version: Int
        /// Where the certificate's row lay last.
        fileprivate var address: RowAddress?
        var key: KeyName?
        var log: CertificateCheck.Logged?
        fileprivate var loggedAt: ContinuousClock.Instant?

        /// It, if it is about that version.
        fileprivate func of(_ version: Int) -> Self? { self.version == version ? self : nil }

        /// What was found of the log and still stands.
        var standing: CertificateCheck.Logged? {
            guard log == .pending, let loggedAt else { return log }
            return ContinuousClock.now - loggedAt < SignatureChecks.patience ? log : nil
        }
    }

    /// Of each certificate, what was found of the version that it was last checked in.
    private struct Known {
        var recent: [CertificateID: Found] = [:]
        var before: [CertificateID: Found] = [:]

        /// Returns those that are forgotten for it.
        mutating func makeRoom(for id: CertificateID, _ most: Int) -> [CertificateID: Found] {
            guard recent.count >= most, recent[id] == nil else { return [:] }
            defer { (recent, before) = ([:], recent) }
            return before
        }
    }

    private let most: Int
    private let known = Guarded(Known())

    /// - Parameter most: Enough for the certificates of a busy day; up to twice as many are kept.
    init(most: Int = 100_000) {
        self.most = most
    }

    subscript(certificate: Certificate) -> Found {
        let id = certificate.id
        let found = known.withLock { $0.recent[id] } ?? change(id) { _ in }
        return found?.of(certificate.version) ?? Found(version: certificate.version)
    }

    func address(of id: CertificateID) -> RowAddress? {
        known.withLock { ($0.recent[id] ?? $0.before[id])?.address }
    }

    /// Keeps where the row of a certificate lies, if anything is known of it.
    func keep(_ address: RowAddress?, of id: CertificateID) {
        change(id) { $0?.address = address }
    }

    func keep(_ certificate: Certificate, signedBy key: KeyName) {
        keep(certificate) { $0.key = key }
    }

    func keep(_ certificate: Certificate, logged log: CertificateCheck.Logged) {
        keep(certificate) { ($0.log, $0.loggedAt) = (log, log == .pending ? .now : nil) }
    }

    private func keep(_ certificate: Certificate, _ change: (inout Found) -> Void) {
        self.change(certificate.id) { found in
            var next = found?.of(certificate.version) ?? Found(version: certificate.version, address: found?.address)
            change(&next)
            found = next
        }
    }

    /// Changes what is known of a certificate, and keeps that among the recent; returns it.
    @discardableResult
    private func change(_ id: CertificateID, _ change: (inout Found?) -> Void) -> Found? {
        // What is forgotten is freed outside the lock, for which everybody who looks up would wait.
        let (found, _) = known.withLock { known -> (Found?, [CertificateID: Found]) in
            var found = known.recent[id] ?? known.before[id]
            change(&found)
            guard let found else { return (nil, [:]) }
            let forgotten = known.makeRoom(for: id, most)
            known.recent[id] = found
            return (found, forgotten)
        }
        return found
    }
}
