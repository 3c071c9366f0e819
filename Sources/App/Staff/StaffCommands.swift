import ArgumentParser

/// The noun `staff`.
struct StaffCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Who works for the institute, and in which roles.",
        subcommands: [StaffAdd.self, StaffList.self, StaffRole.self, StaffDisable.self]
    )
}
