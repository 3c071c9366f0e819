import Credentials
import Foundation
import Postgres

/// The rows of a file against what the register knows: which program each is of, and who may be one human with whom.
struct LegacyReview: Sendable {
    struct Program: Decodable, Sendable {
        let code: String
        let version: ProgramVersionID
        let number: Int
        let name: String
        let grants: ProgramVersion.Grants
    }

    /// Two that may be one human; staff say whether they are.
    struct Proposal: Sendable {
        enum Other: Sendable {
            /// An earlier row, by its place in `rows`.
            case row(Int)
            case person(PersonID)
        }

        let row: Int
        let other: Other
        let because: MergeProposal.Because
    }

    /// What may be imported.
    let file: LegacyFile
    let programs: [String: Program]
    let proposals: [Proposal]
    /// Rows whose address somebody else has already: they stand without one.
    let withoutAddress: Set<Int>
    /// In the institute's zone.
    let today: CalendarDate

    var rows: [LegacyRow] { file.rows }
}

extension Connection {
    /// Takes out of a file what the register cannot take, and finds who may be one human.
    func review(_ file: LegacyFile, named name: String) throws -> LegacyReview {
        var file = file
        let today: CalendarDate = try one(
            "SELECT (registrar_clock() AT TIME ZONE institute.time_zone)::date FROM institute"
        )
        let programs = try programs(of: file.rows)
        let taken = try taken(numbersOf: file.rows)
        var reasons: [Int: [(column: String, words: String)]] = [:]
        for row in file.rows {
            var faults: [(column: String, words: String)] = []
            if let place = taken[row.number.key] {
                faults.append(("number", "“\(row.number.written)” is taken: it was imported as \(place)."))
            }
            if let grants = programs[row.program]?.grants {
                if grants == .nothing { faults.append(("program", "\(row.program) gives no certificate.")) }
            } else {
                faults.append(("program", "There is no program “\(row.program.prefix(40))” here."))
            }
            if row.issued.first > today { faults.append(("issued", "It would be issued in the future.")) }
            if let since = row.since, since.first > today { faults.append(("status_since", "It lies in the future.")) }
            if row.isSaidExpired, row.isInTerm(on: today) {
                faults.append(("status", "The records call it expired, but its term goes on; correct one of them."))
            }
            if !faults.isEmpty { reasons[row.line] = faults }
        }
        file.refuse(reasons, in: name)
        return try review(file, programs, today)
    }

    private func review(
        _ file: LegacyFile,
        _ programs: [String: LegacyReview.Program],
        _ today: CalendarDate
    ) throws -> LegacyReview {
        let keys = file.rows.map(\.holderKey)
        let (owners, holders) = (try people(withAddressOf: file.rows), try people(withHolderKeys: keys))
        var (byAddress, byHolder): ([EmailAddress: Int], [String: Int]) = ([:], [:])
        var proposals: [LegacyReview.Proposal] = []
        var withoutAddress: Set<Int> = []
        for (index, row) in file.rows.enumerated() {
            var first: Int?
            if let email = row.email {
                first = byAddress[email]
                if let owner = owners[email] {
                    proposals.append(.init(row: index, other: .person(owner), because: .address))
                    withoutAddress.insert(index)
                } else if let first {
                    proposals.append(.init(row: index, other: .row(first), because: .address))
                    withoutAddress.insert(index)
                } else {
                    byAddress[email] = index
                }
            }
            guard let key = keys[index] else { continue }
            if let earlier = byHolder[key] {
                if earlier != first { proposals.append(.init(row: index, other: .row(earlier), because: .nameAndCity)) }
            } else {
                byHolder[key] = index
                let owner = row.email.flatMap { owners[$0] }
                if let person = holders[key], person != owner {
                    proposals.append(.init(row: index, other: .person(person), because: .nameAndCity))
                }
            }
        }
        return LegacyReview(
            file: file,
            programs: programs,
            proposals: proposals,
            withoutAddress: withoutAddress,
            today: today
        )
    }

    private func programs(of rows: [LegacyRow]) throws -> [String: LegacyReview.Program] {
        let programs: [LegacyReview.Program] = try all(
            """
            SELECT DISTINCT ON (program.code)
                program.code, program_version.id AS version, program_version.number, program_version.name,
                program_version.grants
            FROM program
            JOIN program_version ON program_version.program_id = program.id
            WHERE program.code = ANY(\(Set(rows.map(\.program)).sorted()))
            ORDER BY program.code, program_version.number DESC
            """
        )
        return Dictionary(programs.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Where the numbers stand that were imported before.
    private func taken(numbersOf rows: [LegacyRow]) throws -> [String: String] {
        struct Taken: Decodable {
            let numberKey: String
            let id: CertificateID
            let prefix: String
        }
        let taken: [Taken] = try all(
            """
            SELECT legacy.number_key, certificate.id, certificate.prefix
            FROM legacy_certificate AS legacy
            JOIN certificate ON certificate.id = legacy.certificate_id
            WHERE legacy.number_key = ANY(\(rows.map(\.number.key)))
            """
        )
        return Dictionary(
            taken.map { ($0.numberKey, $0.id.printed(prefix: $0.prefix)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func people(withAddressOf rows: [LegacyRow]) throws -> [EmailAddress: PersonID] {
        struct Owner: Decodable {
            let email: EmailAddress
            let id: PersonID
        }
        let owners: [Owner] = try all(
            "SELECT email, id FROM person WHERE email = ANY(\(rows.compactMap(\.email)))"
        )
        return Dictionary(owners.map { ($0.email, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    private func people(withHolderKeys keys: [String?]) throws -> [String: PersonID] {
        struct Holder: Decodable {
            let holderKey: String
            let personId: PersonID
        }
        let holders: [Holder] = try all(
            """
            SELECT DISTINCT ON (legacy.holder_key) legacy.holder_key, certificate.person_id
            FROM legacy_certificate AS legacy
            JOIN certificate ON certificate.id = legacy.certificate_id
            WHERE legacy.holder_key = ANY(\(keys.compactMap { $0 }))
            ORDER BY legacy.holder_key, certificate.number
            """
        )
        return Dictionary(holders.map { ($0.holderKey, $0.personId) }, uniquingKeysWith: { first, _ in first })
    }
}
