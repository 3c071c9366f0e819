import ArgumentParser

/// Which certificate: its ID as printed, in any spelling.
struct CertificateArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The certificate's ID, in any spelling.", valueName: "id"))
    var id: String
}
