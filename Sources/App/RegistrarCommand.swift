import ArgumentParser

/// The whole command line: nouns, and verbs below them.
struct RegistrarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registrar",
        abstract: "Runs an institute whose workshops have ten seats.",
        discussion: """
            Example:
              registrar cohort list
              registrar help seat reserve

            Exit codes: 0 done, 1 refused, 2 wrong usage, 70 a fault, 75 unavailable.
            """,
        version: "registrar \(Release.version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Everyday",
                subcommands: [
                    ProgramCommands.self, CohortCommands.self, SeatCommands.self, WaitlistCommands.self,
                    PaymentCommands.self, ProgressCommands.self, ExamCommands.self, PracticalCommands.self,
                    DecisionCommands.self, CertificateCommands.self, RenewalCommands.self, RegisterCommands.self,
                    SubscriberCommands.self, CampaignCommands.self,
                    MailCommands.self,
                    PersonCommands.self, StaffCommands.self,
                    KeyCommands.self, InstituteCommands.self, AuditCommands.self, LogCommands.self, SampleCommands.self,
                ]
            ),
            CommandGroup(
                name: "Operations",
                subcommands: [Serve.self, Work.self, Migrate.self, DoctorCommand.self]
            ),
        ]
    )
}

/// Which release this is.
enum Release {
    static let version = "0.1"
}
