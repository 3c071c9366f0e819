import ArgumentParser

/// The noun `person`.
struct PersonCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "People: what is held about somebody, who is one, and how it goes.",
        subcommands: [
            PersonShow.self, PersonExport.self, PersonErase.self, PersonDuplicates.self, PersonMerge.self,
            PersonUnmerge.self, PersonHold.self, PersonRelease.self, PersonPurge.self,
        ]
    )
}
