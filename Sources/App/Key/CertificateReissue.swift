import ArgumentParser
import Domain

/// Goes on with certificates whose key was given up.
struct CertificateReissue: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "reissue",
        abstract: "Go on signing certificates anew whose key was given up.",
        discussion: """
            `key compromise` does it by itself, and so does the service beside the keys; this goes \
            on at once where either was stopped. It runs where the key files are.

            Example:
              registrar certificate reissue
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let bar = ProgressBar("certificates")
        let plans = try await desk.registrar.reissues.goOn(by: desk.actor()) { bar.show($0, of: $1) }
        bar.end()
        return Answer(.page(plans, \.json), plans.flatMap { $0.answer().blocks })
    }
}
