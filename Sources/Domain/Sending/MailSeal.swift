package import Crypto
import Foundation

/// Marks what leaves, so that what comes back can be told from what strangers write.
///
/// A mark is `JOB-SEAL`: the job's number, and the first ten octets of HMAC-SHA256 over it in small hexadecimal digits, which
/// survive every server that folds case. It stands in the Message-ID and in the envelope's sender.
package struct MailSeal: Sendable {
    private let key: SymmetricKey

    package init(key: SymmetricKey) {
        self.key = key
    }

    package func mark(_ job: JobID) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("mail \(job.rawValue)".utf8), using: key)
        return "\(job.rawValue)-\(code.prefix(10).hexadecimal)"
    }

    /// The job of the first true mark in a text; nil when there is none.
    package func job(markedIn text: String) -> JobID? {
        for match in text.matches(of: /([1-9][0-9]{0,18})-[0-9A-Fa-f]{20}/) {
            guard let number = Int(match.1) else { continue }
            let job = JobID(rawValue: number)
            if isSame(mark(job), match.0.lowercased()) { return job }
        }
        return nil
    }

    /// Compared in constant time, by keyed digests of both.
    private func isSame(_ mark: String, _ given: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            HMAC<SHA256>.authenticationCode(for: Data(mark.utf8), using: key),
            authenticating: Data(given.utf8),
            using: key
        )
    }
}
