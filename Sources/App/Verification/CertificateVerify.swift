import ArgumentParser
import Credentials
import Domain
import Foundation
import Web

/// Answers whether certificates hold today, by ID, by file or by list; exits 0 when all of them are active.
struct CertificateVerify: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify certificates: who issued what to whom, and whether it holds today.",
        usage: "registrar certificate verify (<id> | <file> | -) [--csv] [<options>]",
        discussion: """
            Case, blanks and hyphens of an ID do not matter. A file is a certificate's own \
            (PDF, badge, .jwt or .json), a receipt, or a list of up to 1,000 IDs, one a line or CSV \
            with a column id; - reads one from standard input. Exits 0 when all are active, \
            their signatures hold, and a file is as issued and the latest; 1 otherwise.

            Example:
              registrar certificate verify MES-7K3M9-QRT2W-R
              registrar certificate verify certificate.pdf
              registrar certificate verify ids.csv --csv > answers.csv
            """
    )

    @Argument(
        help: ArgumentHelp("An ID, a file, or - for standard input.", valueName: "what"),
        completion: .file()
    )
    var what: String

    @Flag(help: "Answer a list as CSV.")
    var csv = false

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard !csv || !options.json else { throw ValidationError("Give --csv or --json, not both.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let institute = try await desk.registrar.institute.current()
        let certificates = desk.registrar.certificates
        switch try HeldInput(what) {
        case .id(let id):
            if csv { return try await answer(IDList([id]), certificates, institute) }
            let answer = try await counted(certificates) { try await certificates.lookUp(id) }
            let found = try answer.certificate
            let check = try await certificates.check(found, by: desk.registrar.keys.ring())
            return found.answer(check, by: institute)
        case .list(let source): return try await answer(IDList(source), certificates, institute)
        case .file(let file):
            guard !csv else { throw UsageProblem("--csv answers IDs; for a certificate's file take --json.") }
            let ring = try await desk.registrar.keys.ring()
            return try await counted(certificates) { try await desk.registrar.check(file, by: ring) }
                .answer(by: institute)
        }
    }

    private func answer(_ list: IDList, _ certificates: Certificates, _ institute: Institute) async throws -> Answer {
        let answers = try await counted(certificates) { try await certificates.lookUp(list) }
        guard csv else { return answers.answer(by: institute) }
        let text = answers.csv(by: institute)
        return Answer(.text(text), isGood: answers.allSatisfy(\.isActive), .verbatim(String(text.dropLast())))
    }

    /// An answer is not withheld because it could not be counted.
    private func counted<Value>(
        _ certificates: Certificates,
        _ lookUp: () async throws -> Value
    ) async throws -> Value {
        let value = try await lookUp()
        try? await certificates.writeLookUps()
        return value
    }
}

/// What somebody gave to verify: told by what there is, and a file by its octets.
enum HeldInput {
    case id(String)
    case file([UInt8])
    case list(TableSource)

    init(_ what: String) throws {
        if what == "-" {
            let octets = try FileHandle.standardInput.read(upToCount: HeldFile.longest + 1) ?? Data()
            try self.init(octets, name: "standard input")
        } else if FileManager.default.fileExists(atPath: what) || Self.isPath(what) {
            try self.init(InputFile.octets(at: what), name: what)
        } else {
            self = .id(what)
        }
    }

    private init(_ octets: Data, name: String) throws {
        let isText = String(validating: octets, as: UTF8.self) != nil
        guard FileForm(of: Array(octets)) == nil, isText else {
            self = .file(Array(octets))
            return
        }
        self = .list(TableSource(name: name, octets: octets))
    }

    /// Whether a text means a file that is not there, rather than an ID.
    private static func isPath(_ text: String) -> Bool {
        guard case .notAnID = CertificateID.read(text) else { return false }
        let ending = text.split(separator: ".").last?.lowercased() ?? ""
        let isPlace = ["/", "./", "../", "~"].contains { text.hasPrefix($0) }
        return isPlace || FileForm(rawValue: ending) != nil || ["csv", "txt"].contains(ending)
    }
}
