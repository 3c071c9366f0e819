import ArgumentParser
import Documents
import Domain
import Foundation
import Web

/// Draws a certificate that nobody holds, so that a template is looked at before anyone gets one.
struct ProgramPreview: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw a specimen of a program's certificate, or its badge.",
        usage: """
            registrar program preview <program> [--name <name>]
                     [--paper <paper>] [--output <file>] [<options>]
            """,
        discussion: """
            The program is a code, or a program file that is not imported yet; a program \
            file's key `certificate` says how its certificates look. A file that ends in \
            .png gets the badge.

            Example:
              registrar program preview mes.yaml --name "Nguyễn Thị Ánh"
              registrar program preview MES --paper a4 --output mes.pdf
              registrar program preview MES --output badge.png
            """
    )

    @Argument(help: "A program's code, or a program file.", completion: .file(extensions: ["yaml", "yml"]))
    var program: String

    @Option(help: ArgumentHelp("The holder's name on it.", valueName: "name"))
    var name = "Ada Lovelace"

    @Option(help: ArgumentHelp("letter or a4; the template's own when left out.", valueName: "paper"))
    var paper: CertificateTemplate.Paper?

    @Option(
        help: ArgumentHelp("Where it goes; CODE-specimen.pdf when left out.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let file = try await described(at: desk)
        let drawing = try await desk.specimen(of: file, holder: name)
        let path = output ?? "\(file.code)-specimen.pdf"
        let octets = try file.drawn {
            try path.lowercased().hasSuffix(".png")
                ? drawing.badge().png() : drawing.pdf(on: paper ?? file.certificate?.paper ?? .letter)
        }
        try ExportTarget.save(octets, at: path)
        return Answer(
            ["program": .string(file.code), "file": .string(path), "octets": .integer(octets.count)],
            .words("A specimen of \(file.name) for \(name), in \(path).")
        )
    }

    private func described(at desk: Desk) async throws -> ProgramFile {
        guard program.contains(".") || program.contains("/") else {
            return try await desk.registrar.programs.show(code: program, by: try await desk.actor()).program
        }
        let files = try ProgramFile.read([ProgramFile.Source(path: program)])
        return files[0]
    }
}

extension CertificateTemplate.Paper: ExpressibleByArgument {}

extension Desk {
    func specimen(of program: ProgramFile, holder: String) async throws -> CertificateDrawing {
        CertificateDrawing(
            certificate: Certificate(specimenOf: program, holder: holder, at: .now),
            template: program.certificate ?? .usual,
            institute: try await registrar.institute.current()
        )
    }

    /// Draws a specimen of each program with a template of its own: what cannot be drawn is told before it is imported.
    func requireDrawable(_ programs: [ProgramFile]) async throws {
        for program in programs where program.certificate != nil {
            let drawing = try await specimen(of: program, holder: "Ada Lovelace")
            _ = try program.drawn { try drawing.pdf(on: .a4) }
        }
    }
}

extension ProgramFile {
    fileprivate func drawn(_ draw: () throws -> [UInt8]) throws -> [UInt8] {
        do {
            return try draw()
        } catch let unfit as UnfitDocument {
            throw Refusal.invalid("\(code): certificate", unfit.description)
        }
    }
}
