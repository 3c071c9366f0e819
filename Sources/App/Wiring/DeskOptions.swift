import ArgumentParser

/// What every command at the desk takes.
struct DeskOptions: ParsableArguments {
    @Flag(name: .long, help: "Answer in JSON.")
    var json = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Act as this staff member; for owners, and shown in the audit trail (also REGISTRAR_STAFF).",
            valueName: "login"
        )
    )
    var login: String?
}
