import Credentials
package import Crypto
import Foundation

/// What a link stands for: one enrollment, one purpose, one generation, sealed with the service's key.
///
/// 27 octets in base64url: purpose (1), generation (2), enrollment (8), and the first 16 octets of
/// HMAC-SHA256 over those eleven. Nothing of a token is stored: a true seal shows that this service issued it, so an
/// older generation or an ended enrollment can say so, while a mistyped token looks like one never issued.
package struct LinkToken: Equatable, Sendable {
    package enum Purpose: UInt8, Sendable {
        /// Shows the state and nothing else; leaves in the answer to a reservation.
        case show = 1
        /// Confirms, accepts, declines, withdraws; leaves only by mail.
        case act = 2
        /// Says how a name is spelt on a certificate; leaves only by mail.
        case name = 3
        /// The candidate's own page: what is done and what is missing, evidence, exams; leaves only by mail.
        case progress = 4
        /// Rates one candidate on one day; the number is the rating task's. Leaves only by mail, to a rater.
        case rate = 5
        /// Appeals against a denial; leaves only by mail.
        case appeal = 6
        /// The holder's renewal page; the number is the certificate's. Leaves only by mail.
        case renew = 7
        /// Enters the public register, or leaves it; the number is the certificate's. Leaves only by mail.
        case register = 8
        /// Confirms a request for the e-mail list; the number is the person's. Leaves only by mail.
        case subscribe = 9
        /// A person's choices for the e-mail list, or the way off it; the number is the person's. Leaves only by mail.
        case list = 10
    }

    package let purpose: Purpose
    package let enrollment: EnrollmentID
    package let generation: Int

    package init(_ purpose: Purpose, _ enrollment: EnrollmentID, generation: Int = 1) {
        self.purpose = purpose
        self.enrollment = enrollment
        self.generation = generation
    }

    package func text(sealedWith key: SymmetricKey) -> String {
        let content = self.content
        let seal = HMAC<SHA256>.authenticationCode(for: content, using: key)
        return Data(content + seal.prefix(16)).base64URL
    }

    /// Opens a token; nil when it was mistyped or never issued.
    package init?(_ text: String, sealedWith key: SymmetricKey) {
        guard text.utf8.count == 36, let octets = Data(base64URL: text), octets.count == 27 else { return nil }
        let content = octets.prefix(11)
        guard let purpose = Purpose(rawValue: content[0]) else { return nil }
        let number = { (range: Range<Int>) in content[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        guard let enrollment = Int(exactly: number(3..<11)) else { return nil }
        self.init(purpose, EnrollmentID(rawValue: enrollment), generation: Int(number(1..<3)))
        let seal = Data(HMAC<SHA256>.authenticationCode(for: content, using: key).prefix(16))
        // Compared in constant time by comparing keyed digests of both.
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                Data(HMAC<SHA256>.authenticationCode(for: seal, using: key)),
                authenticating: octets.suffix(16),
                using: key
            )
        else { return nil }
    }

    private var content: [UInt8] {
        let id = UInt64(enrollment.rawValue)
        return [purpose.rawValue, UInt8(generation >> 8 & 255), UInt8(generation & 255)]
            + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: id >> $0) }
    }
}
