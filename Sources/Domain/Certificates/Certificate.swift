package import Credentials
package import Foundation
import Postgres

/// What was issued under an ID, as anyone who looks it up may know it, with its status as of now.
package struct Certificate: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case active, suspended, revoked, surrendered
    }

    /// The one word that answers "does it hold?".
    package enum Status: String, CaseIterable, Codable, Sendable {
        case active, expired, suspended, revoked, surrendered, erased
    }

    package enum Origin: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case decision
        /// From the institute's old records: no decision here granted it.
        case legacy
    }

    package let id: CertificateID
    package let prefix: String
    /// Name of the program version, as issued; of an old one as it was called then.
    package let credential: String
    package let programCode: String
    package let programVersion: Int
    package let grants: ProgramVersion.Grants
    /// As issued; nil once the holder was erased.
    package let name: String?
    package let state: State
    package let stateSince: Date
    /// Why it is not active, as a class.
    package let reason: String?
    package let firstIssuedAt: Date
    /// The latest version, and its term.
    package let version: Int
    package let validFrom: Date
    package let validUntil: Date?
    package let isTest: Bool
    package let erasedAt: Date?
    package let origin: Origin
    /// On the old paper, where there is one.
    package let oldNumber: String?
    /// How exactly its dates are known; nil is to the instant.
    package let issuedPrecision: DatePrecision?
    package let untilPrecision: DatePrecision?
    package let sincePrecision: DatePrecision?
    /// The database's time of this reading.
    package let now: Date

    /// Expiry comes by the term alone: no job brings it about.
    package var status: Status {
        if erasedAt != nil { return .erased }
        switch state {
        case .revoked: return .revoked
        case .surrendered: return .surrendered
        case .suspended: return .suspended
        case .active: return isPastTerm ? .expired : .active
        }
    }

    /// From when the status holds.
    package var statusSince: Date {
        switch status {
        case .erased: erasedAt ?? stateSince
        case .expired: validUntil ?? stateSince
        case .active, .suspended, .revoked, .surrendered: stateSince
        }
    }

    /// How it ended, if it did so once its holder had been erased.
    package var changedAfterErasure: Bool { erasedAt.map { $0 < stateSince } ?? false }

    /// Whether its term is over, whatever else became of it.
    package var isPastTerm: Bool { validUntil.map { $0 <= now } ?? false }

    /// Whether anything was ever signed here: not of an old one whose term had ended, nor before the worker came to it.
    package var isSigned: Bool { version > 0 }

    /// When it was awarded, where that is known to the day.
    package var awardedAt: Date? { issuedPrecision == nil || issuedPrecision == .day ? firstIssuedAt : nil }

    /// As anyone reads it: under an address that is no public one it begins with TEST.
    package var title: String { (isTest ? "TEST " : "") + credential }

    /// `MES-7K3M9-QRT2W-R`.
    package var printedID: String { id.printed(prefix: prefix) }

    /// The columns that this type reads, from `certificate` and the program that it was issued for.
    static let query: SQL = """
        SELECT
            certificate.id, certificate.prefix, coalesce(certificate.credential_name, program_version.name) AS credential,
            program.code AS program_code,
            program_version.number AS program_version, program_version.grants, certificate.name, certificate.state,
            certificate.state_since, certificate.reason, certificate.first_issued_at, certificate.version,
            certificate.valid_from, certificate.valid_until, certificate.is_test, certificate.erased_at, certificate.origin,
            certificate.old_number, certificate.issued_precision, certificate.until_precision, certificate.since_precision,
            certificate.ctid AS address, (SELECT registrar_clock()) AS now
        FROM certificate
        JOIN program_version ON program_version.id = certificate.program_version_id
        JOIN program ON program.id = program_version.program_id

        """
}

extension Certificate {
    /// Reads a row of `query` column by column: look-ups come in crowds.
    init(_ row: Row) throws {
        let id: String = try row["id"]
        guard let id = CertificateID(rawValue: id) else { throw Unreadable(id: id) }
        let origin: Origin = try row["origin"]
        let isOld = origin == .legacy
        self.init(
            id: id,
            prefix: try row["prefix"],
            credential: try row["credential"],
            programCode: try row["program_code"],
            programVersion: try row["program_version"],
            grants: try row["grants"],
            name: try row["name"],
            state: try row["state"],
            stateSince: try row["state_since"],
            reason: try row["reason"],
            firstIssuedAt: try row["first_issued_at"],
            version: try row["version"],
            validFrom: try row["valid_from"],
            validUntil: try row["valid_until"],
            isTest: try row["is_test"],
            erasedAt: try row["erased_at"],
            origin: origin,
            oldNumber: isOld ? try row["old_number"] : nil,
            issuedPrecision: isOld ? try row["issued_precision"] : nil,
            untilPrecision: isOld ? try row["until_precision"] : nil,
            sincePrecision: isOld ? try row["since_precision"] : nil,
            now: try row["now"]
        )
    }

    struct Unreadable: Error {
        let id: String
    }
}
