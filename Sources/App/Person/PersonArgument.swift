import ArgumentParser
import Domain

/// Who: an address, or the number of a person.
struct PersonArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The person's address, or their number.", valueName: "person"))
    var person: String

    func key() throws -> PersonKey { try PersonKey(typed: person) }
}
