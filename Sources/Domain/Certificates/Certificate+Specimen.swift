import Credentials
package import Foundation

extension Certificate {
    /// A certificate that nobody holds and no database knows, to see how a program's certificates look.
    package init(
        specimenOf program: ProgramFile,
        version: Int = 1,
        holder: String,
        isTest: Bool = true,
        at now: Date
    ) {
        self.init(
            id: CertificateID(),
            prefix: program.code,
            credential: program.name,
            programCode: program.code,
            programVersion: version,
            grants: program.grants,
            name: holder,
            state: .active,
            stateSince: now,
            reason: nil,
            firstIssuedAt: now,
            version: 1,
            validFrom: now,
            validUntil: program.termMonths.flatMap {
                Calendar(identifier: .gregorian).date(byAdding: .month, value: $0, to: now)
            },
            isTest: isTest,
            erasedAt: nil,
            origin: .decision,
            oldNumber: nil,
            issuedPrecision: nil,
            untilPrecision: nil,
            sincePrecision: nil,
            now: now
        )
    }
}
