import ArgumentParser
import Domain
import Foundation
import Postgres

/// From when a change holds.
struct EffectiveOption: ParsableArguments {
    @Option(help: ArgumentHelp("From when it holds, as 2027-05-03; by default now.", valueName: "day"))
    var effective: String?

    /// The day's first instant in the institute's zone.
    func date(in zone: String) throws -> Date? {
        guard let effective else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: zone), let day = CalendarDate(effective),
            (1_900...9_999).contains(day.year),
            let noon = calendar.date(
                from: DateComponents(timeZone: zone, year: day.year, month: day.month, day: day.day, hour: 12)
            )
        else {
            throw Refusal.invalid("effective", "“\(effective)” is no day; write it like 2027-05-03.")
        }
        // Not every day begins at midnight.
        calendar.timeZone = zone
        return calendar.startOfDay(for: noon)
    }
}

/// A change in a certificate's life, for a reason.
protocol CertificateChanging: DeskCommand {
    static var change: CertificateChange { get }
    var certificate: CertificateArgument { get }
    var why: ReasonOptions { get }
    var when: EffectiveOption { get }
    var rehearsal: RehearsalOption { get }
}

extension CertificateChanging {
    func answer(at desk: Desk) async throws -> Answer {
        let institute = try await desk.registrar.institute.current()
        let changed = try await desk.registrar.certificates.change(
            certificate.id,
            Self.change,
            because: why.checked(),
            effective: when.date(in: institute.timeZone),
            rehearse: rehearsal.dryRun,
            by: desk.actor()
        )
        return changed.answer(
            nil,
            by: institute,
            done: rehearsal.dryRun ? "Nothing was changed: so it would stand." : "Done. The holder is told by mail."
        )
    }
}
