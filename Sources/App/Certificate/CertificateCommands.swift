import ArgumentParser

/// The noun `certificate`.
struct CertificateCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Certificates: issue, verify, and their life.",
        subcommands: [
            CertificateIssue.self, CertificateShow.self, CertificateVerify.self,
            CertificateLookups.self, CertificateSuspend.self, CertificateReinstate.self, CertificateRevoke.self,
            CertificateSurrender.self, CertificateCorrect.self, CertificateRenew.self, CertificateReissue.self,
            CertificatePack.self, CertificateReceipt.self, CertificateImport.self,
        ]
    )
}
