import ArgumentParser
import Foundation

/// The program `registrar`: reads its arguments, runs one command, and ends with one of five codes.
@main
enum Main {
    static func main() async {
        let wantsJSON = CommandLine.arguments.contains("--json")
        do {
            var command = try RegistrarCommand.parseAsRoot(try Arguments.given())
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let ending = Ending(error)
            ending.say(asJSON: wantsJSON)
            exit(ending.code.rawValue)
        }
    }
}

/// The words after the program's name, as text.
enum Arguments {
    /// - Throws: `UsageProblem` for octets that are not UTF-8: a name must not change on its way in.
    static func given() throws -> [String] {
        try (0..<Int(CommandLine.argc)).dropFirst().map { index in
            guard let argument = CommandLine.unsafeArgv[index], let text = String(validatingCString: argument) else {
                throw UsageProblem("Argument \(index) is not valid UTF-8. Give it in the UTF-8 encoding.")
            }
            return text
        }
    }
}
