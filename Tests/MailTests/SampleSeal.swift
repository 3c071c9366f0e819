import Crypto
import Domain

extension MailSeal {
    static let sample = MailSeal(key: SymmetricKey(data: Array(repeating: 7, count: 32)))
}
