import Domain
import Foundation

extension CertificateLetter {
    /// All that the templates may say about this letter; the shells ask for what only a seat has, and hear that there is
    /// none.
    func facts() throws -> [String: Fact] {
        let clock = Clock(zone)
        return try Fact.frame(of: institute, log: log).merging([
            "name": .text(name.rawValue.onOneLine),
            "credential": .text(credential.onOneLine),
            "certificate": .optional(printedID),
            "end": .optional(kind.hasDeadline ? nil : until.map(clock.day)),
            "reason": .optional(reason?.replacing("_", with: " ")),
            "action": .text(try link.asLink),
            "deadline": .optional(
                kind.hasDeadline
                    ? until.map {
                        let words = clock.words($0)
                        return [
                            "clock": .group(["time": .text(words.time), "zone": .text(words.zone)]),
                            "beside": .optional([String: Fact]?.none),
                        ]
                    } : nil
            ),
            "places": .optional([String: Fact]?.none), "otherDates": .optional([String: Fact]?.none),
            "schedule": .optional([String: Fact]?.none), "stateLink": .optional(String?.none),
        ]) { own, _ in own }
    }
}

extension CertificateLetter.Kind {
    /// Whether it asks for something until a moment, rather than telling when something ends.
    fileprivate var hasDeadline: Bool { self == .spellName || self == .denied }
}

extension Fact {
    /// What every letter says of its sender.
    ///
    /// - Parameter log: The head of the transparency log, in mails about a certificate.
    static func frame(of institute: Institute, log: String? = nil) throws -> [String: Fact] {
        [
            "institute": .text(institute.name.onOneLine),
            "contact": .text(institute.contactEmail),
            "postalAddress": .list(institute.postalAddress.lines.map { ["line": .text($0)] }),
            "site": .text(try institute.publicUrl.asLink),
            "log": .optional(log),
        ]
    }
}
