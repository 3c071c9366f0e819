import Credentials
import Postgres

/// What importing old certificates will do, or did, as staff read it.
package struct LegacyPlan: Sendable {
    package enum Stage: String, Sendable {
        case shown
        /// All rows are here; what is in term is signed beside the keys.
        case ordered
        case applied
    }

    package struct Sample: Sendable {
        package let line: Int
        package let number: String
        package let name: String
        package let credential: String
        /// As written: `1996`, `1996-05`.
        package let issued: String
        package let expires: String?
        /// What its page will answer today.
        package let becomes: Certificate.Status
    }

    /// Two lines, or a line and somebody who is here, that may be one human.
    package struct Proposal: Sendable {
        package let line: Int
        package let name: String
        package let otherLine: Int?
        package let otherPerson: PersonID?
        package let because: MergeProposal.Because
    }

    package static let mostSamples = 10
    package static let mostProposals = 50

    package let hash: String
    package let stage: Stage
    package let totals: [PlanTotal]
    /// Rows to import, or imported.
    package let rows: Int
    /// Of these, those that are signed, as their term goes on.
    package let toSign: Int
    package let badRows: Int
    package let problemCount: Int
    /// The first thousand.
    package let problems: [Refusal.Problem]
    package let ignoredColumns: [String]
    package let samples: [Sample]
    package let proposalCount: Int
    package let proposals: [Proposal]
}

extension LegacyReview {
    var outcomes: [PlanTotal] {
        let byProgram = Dictionary(grouping: rows, by: \.program).sorted { $0.key < $1.key }.map { code, rows in
            PlanTotal("rows of \(code) version \(programs[code]?.number ?? 0)", rows.count)
        }
        let byStatus = Dictionary(grouping: rows) { $0.becomes(on: today) }
        return [PlanTotal("file", file.digest), PlanTotal("rows to import", rows.count)] + byProgram
            + Certificate.Status.allCases.compactMap { status in
                byStatus[status].map { PlanTotal("rows that become \(status.rawValue)", $0.count) }
            }
            + [
                PlanTotal("rows to sign", toSign),
                PlanTotal("rows without an address of their own", withoutOwnAddress),
                PlanTotal("merges proposed", proposals.count),
                PlanTotal("bad rows", file.problems.rows),
            ]
    }

    var toSign: Int { rows.count { $0.isInTerm(on: today) } }

    private var withoutOwnAddress: Int { rows.indices.count { rows[$0].email == nil || withoutAddress.contains($0) } }

    func plan(_ hash: String, _ stage: LegacyPlan.Stage) -> LegacyPlan {
        LegacyPlan(
            hash: hash,
            stage: stage,
            totals: outcomes,
            rows: rows.count,
            toSign: toSign,
            badRows: file.problems.rows,
            problemCount: file.problems.count,
            problems: file.problems.kept,
            ignoredColumns: file.ignored,
            samples: rows.prefix(LegacyPlan.mostSamples).map { row in
                LegacyPlan.Sample(
                    line: row.line,
                    number: row.number.written,
                    name: row.name.rawValue,
                    credential: row.credential ?? programs[row.program]?.name ?? row.program,
                    issued: row.issued.description,
                    expires: row.expires?.description,
                    becomes: row.becomes(on: today)
                )
            },
            proposalCount: proposals.count,
            proposals: proposals.prefix(LegacyPlan.mostProposals).map { proposal in
                let (line, person): (Int?, PersonID?) =
                    switch proposal.other {
                    case .row(let other): (rows[other].line, nil)
                    case .person(let person): (nil, person)
                    }
                return LegacyPlan.Proposal(
                    line: rows[proposal.row].line,
                    name: rows[proposal.row].name.rawValue,
                    otherLine: line,
                    otherPerson: person,
                    because: proposal.because
                )
            }
        )
    }
}

extension LegacyRow {
    fileprivate func becomes(on today: CalendarDate) -> Certificate.Status {
        switch state {
        case .suspended: .suspended
        case .revoked: .revoked
        case .surrendered: .surrendered
        case .active: isInTerm(on: today) ? .active : .expired
        }
    }
}

extension RecordedDate: CustomStringConvertible {
    var description: String {
        let day = first.description
        return switch precision {
        case .day: day
        case .month: String(day.dropLast(3))
        case .year: String(day.dropLast(6))
        }
    }
}
