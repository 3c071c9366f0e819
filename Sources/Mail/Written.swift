import Domain
import Foundation

/// What a letter of any kind gives to its composer.
protocol Written {
    var jobID: JobID { get }
    var to: EmailAddress { get }
    var name: PersonName { get }
    var institute: Institute { get }
    var now: Date { get }
    /// The template that says it.
    var template: String { get }

    func facts() throws -> [String: Fact]
    func calendars(at origin: Origin) throws -> [CalendarFile]

    /// For mail to the list: how its reader leaves it; nil for mail about somebody's own seat or certificate.
    var list: ListLinks? { get }
}

extension Written {
    var list: ListLinks? { nil }
}

extension SeatLetter: Written {
    var template: String { kind.rawValue }
}

extension CertificateLetter: Written {
    var template: String { kind.rawValue }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }
}

extension RenewalLetter: Written {
    var template: String { kind.rawValue }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }
}

extension CandidateLetter: Written {
    var template: String { kind.rawValue }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }
}
