import ArgumentParser
import Documents
import Domain
import Foundation
import Web

/// Packs all that is known about a person, for them.
struct PersonExport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Pack all that is known about a person into one file for them.",
        usage: "registrar person export <person> [--output <file>] [<options>]",
        discussion: """
            A .zip with a page to read and print, the same as JSON, and the files: evidence and \
            certificates. Staff are in it by their part, not by name. Look through it before it \
            leaves the house; every export is audited.

            Example:
              registrar person export ada@example.org --output ada.zip
            """
    )

    @OptionGroup var who: PersonArgument

    @Option(
        help: ArgumentHelp("Where it goes; person-NUMBER.zip when left out.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let dossier = try await desk.registrar.people.dossier(of: who.key(), by: desk.actor())
        let kit = try await PersonKit(dossier, at: desk.registrar)
        let path = output ?? "person-\(dossier.person).zip"
        try ExportTarget.save(try kit.packed(), at: path)
        let rows = dossier.parts.map(\.rows.count).reduce(0, +)
        return Answer(
            [
                "file": .string(path), "person": .integer(dossier.person.rawValue), "rows": .integer(rows),
                "files": .list(kit.files) { .string($0.name) },
                "sections": .object(dossier.parts.map { .init($0.section.name, .integer($0.rows.count)) }),
            ],
            .words(
                """
                What is known about person \(dossier.person) is in \(path): \(rows) \(rows == 1 ? "entry" : "entries") and \
                \(kit.files.count) \(kit.files.count == 1 ? "file" : "files").
                """
            ),
            .hint("Look through it before you hand it over: words that people wrote may name others.")
        )
    }
}

extension PersonKit {
    /// Lays the sections out for people, writes them for programs, and adds what was drawn and signed.
    init(_ dossier: Dossier, at registrar: Registrar) async throws {
        var files = dossier.files.map { ZipArchive.Entry(name: $0.path, octets: Array($0.octets)) }
        for certificate in dossier.certificates {
            files += try await Self.files(of: certificate, at: registrar)
        }
        let zone = dossier.institute.timeZone
        self.init(
            name: dossier.names.first?.rawValue ?? "you",
            issuer: dossier.institute.name,
            contact: dossier.institute.contactEmail,
            postalAddress: dossier.institute.postalAddress,
            made: Moment.words(dossier.madeAt, in: zone),
            sections: dossier.parts.map { $0.laidOut(in: zone) },
            withheld: DossierSection.withheld.map { ($0.what, $0.why) },
            kept: dossier.rules.filter { $0.period != nil }.map { ($0.takes, $0.words, $0.because) },
            json: dossier.json.text + "\n",
            files: files,
            madeAt: dossier.madeAt
        )
    }

    /// The drawing and both signed forms; none of an old one that was never signed here.
    private static func files(of certificate: Certificate, at registrar: Registrar) async throws -> [ZipArchive.Entry] {
        guard certificate.isSigned else { return [] }
        let kit = try await CertificateKit(of: certificate, at: registrar)
        let name = "certificates/\(certificate.printedID)"
        return [
            .init(name: "\(name).pdf", octets: kit.pdf), .init(name: "\(name).jwt", octets: Array(kit.jwt.utf8)),
            .init(name: "\(name).json", octets: Array(kit.json.utf8)),
        ]
    }
}

extension Dossier.Part {
    fileprivate func laidOut(in zone: String) -> PersonKit.Section {
        let shown = section.columns.filter { $0.kind != .machine }
        return PersonKit.Section(
            name: section.name,
            title: section.title,
            words: section.words,
            columns: shown.map(\.label),
            rows: rows.map { row in shown.map { row.words(of: $0, in: zone) } }
        )
    }
}

extension [String: Dossier.Value] {
    fileprivate func words(of column: DossierSection.Column, in zone: String) -> String {
        switch (self[column.name] ?? .none, column.kind) {
        case (.none, _): ""
        case (.flag(let flag), _): flag ? "yes" : "no"
        case (.number(let minor), .money): Currency.words(minor, text("currency") ?? "")
        case (.number(let number), _): "\(number)"
        case (.text(let text), .time): (try? Date(text, strategy: .iso8601)).map { Moment.short($0, in: zone) } ?? text
        case (.text(let text), .code): text.replacing("_", with: " ").replacing(".", with: " ")
        case (.text(let text), _): text
        }
    }

    private func text(_ name: String) -> String? {
        guard case .text(let text) = self[name] else { return nil }
        return text
    }
}

extension Dossier {
    /// The same for programs: each section by its name, with what its columns are called and a row for each entry.
    fileprivate var json: JSON {
        [
            "version": .integer(1), "made_at": Moment.json(madeAt), "person": .integer(person.rawValue),
            "names": .list(names) { .string($0.rawValue) },
            "institute": [
                "name": .string(institute.name), "contact_email": .string(institute.contactEmail),
                "time_zone": .string(institute.timeZone),
            ],
            "sections": .object(parts.map { .init($0.section.name, $0.json) }),
            "kept": .list(rules) {
                [
                    "kind": .string($0.kind), "period": .string($0.words), "takes": .string($0.takes),
                    "because": .string($0.because),
                ]
            },
            "not_included": .list(DossierSection.withheld) { ["what": .string($0.what), "why": .string($0.why)] },
        ]
    }
}

extension Dossier.Part {
    fileprivate var json: JSON {
        [
            "title": .string(section.title), "words": .string(section.words),
            "rows": .list(rows) { row in .object(section.columns.map { .init($0.name, JSON(row[$0.name] ?? .none)) }) },
        ]
    }
}

extension JSON {
    fileprivate init(_ value: Dossier.Value) {
        self =
            switch value {
            case .none: .null
            case .text(let text): .string(text)
            case .number(let number): .integer(number)
            case .flag(let flag): .bool(flag)
            }
    }
}
