import ArgumentParser
import Domain

extension StaffReason.Class: ExpressibleByArgument {}

/// Why staff decided: a class that everyone concerned may see, and words for the trail.
struct ReasonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, as a class that those concerned may see.", valueName: "class"))
    var reasonClass: StaffReason.Class

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String

    func checked() throws -> StaffReason { try StaffReason(reasonClass, reason) }
}

/// To see first what would happen.
struct RehearsalOption: ParsableArguments {
    @Flag(help: "Only tell what would happen; nothing is changed.")
    var dryRun = false
}
