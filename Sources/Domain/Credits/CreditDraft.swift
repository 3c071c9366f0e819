import Foundation
import Postgres

/// Something done towards renewal, as the holder or staff typed it, checked before it comes near a certificate.
package struct CreditDraft: Sendable {
    let kind: RenewalCredit.Kind
    let title: String
    let minutes: Int
    let doneOn: CalendarDate
    let supervisor: String?
    let licenseType: String?
    let licenseNumber: String?
    let file: EvidenceFile

    /// - Parameters:
    ///   - kind: coursework, observation or foundations.
    ///   - minutes: A whole number; the day is written like 2026-11-02.
    /// - Throws: `Refusal` of kind invalid that names every field that is wrong.
    package init(
        kind: String,
        title: String,
        minutes: String,
        doneOn: String,
        supervisor: String = "",
        licenseType: String = "",
        licenseNumber: String = "",
        file: () throws -> EvidenceFile
    ) throws {
        var problems: [Refusal.Problem] = []
        func line(_ field: String, _ typed: String, _ noun: String, longest: Int) -> String? {
            guard let text = typed.trimmedOrNil else { return nil }
            guard text.unicodeScalars.count <= longest,
                !text.unicodeScalars.contains(where: { $0.isControl || $0.turnsText })
            else {
                problems.append(.init(field, "\(noun) has \(longest) characters at most, on one line."))
                return nil
            }
            return text
        }
        let known = RenewalCredit.Kind(rawValue: kind.trimmed.lowercased())
        if known == nil { problems.append(.init("kind", "Say what it was: coursework, observation or foundations.")) }
        let title = line("title", title, "The title", longest: 200)
        if title == nil, !problems.contains(where: { $0.field == "title" }) {
            problems.append(.init("title", "Say what it was called, or where it was."))
        }
        let number = Int(minutes.trimmed)
        if number.map({ (1...44_640).contains($0) }) != true {
            problems.append(
                .init("minutes", "Minutes are a whole number from 1 to 44640; “\(minutes.trimmed.prefix(20))” is none.")
            )
        }
        let day = CalendarDate(doneOn.trimmed)
        if day == nil {
            problems.append(.init("done_on", "“\(doneOn.trimmed.prefix(20))” is no day; write it like 2026-11-02."))
        }
        let supervisor = line("supervisor", supervisor, "The name", longest: 200)
        let license = licenseType.trimmed.uppercased().replacing(".", with: "")
        if !license.isEmpty, license.wholeMatch(of: /[A-Z]{1,10}/) == nil {
            problems.append(.init("license_type", "A license is written like RPT, in letters alone."))
        }
        let licenseNumber = line("license_number", licenseNumber, "The license number", longest: 60)
        var brought: EvidenceFile?
        do { brought = try file() } catch let refusal as Refusal where refusal.kind == .invalid {
            problems += refusal.problems
        }
        guard problems.isEmpty, let known, let title, let number, let day, let brought else {
            throw Refusal.invalid(problems)
        }
        self.kind = known
        self.title = title
        self.minutes = number
        self.doneOn = day
        self.supervisor = supervisor
        self.licenseType = license.isEmpty ? nil : license
        self.licenseNumber = licenseNumber
        self.file = brought
    }
}

extension CreditDraft {
    /// Refuses what does not count for the term; the database refuses it too, here it is said in words.
    func check(against standing: RenewalStanding, today: CalendarDate, termBegan: CalendarDate) throws {
        guard let rules = standing.rules else { return }
        var problems: [Refusal.Problem] = []
        let counts = rules.kinds.contains(kind)
        if !counts, !(kind == .foundations && standing.needsFoundations) {
            let kinds = rules.kinds.map(\.rawValue) + (standing.needsFoundations ? ["foundations"] : [])
            problems.append(
                .init(
                    "kind",
                    "\(kind.rawValue) does not count here; what counts is \(kinds.joined(separator: " and "))."
                )
            )
        }
        if counts, !rules.licenses.isEmpty {
            let licenses = rules.licenses.joined(separator: ", ")
            if supervisor == nil {
                problems.append(
                    .init("supervisor", "Say who taught or supervised it: somebody licensed (\(licenses)).")
                )
            }
            switch licenseType {
            case nil:
                problems.append(.init("license_type", "Say which license they hold; what counts is \(licenses)."))
            case let license? where !rules.licenses.contains(license):
                problems.append(.init("license_type", "\(license) does not count here; what counts is \(licenses)."))
            default: break
            }
            if licenseNumber == nil { problems.append(.init("license_number", "Say the number of their license.")) }
        }
        if doneOn > today {
            problems.append(.init("done_on", "\(doneOn) is still to come; today is \(today)."))
        } else if doneOn < termBegan {
            problems.append(.init("done_on", "\(doneOn) was before this term, which began on \(termBegan)."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }
}
