import Credentials
import Foundation
import Postgres

/// One line of a plan to invite: what becomes of one certificate.
package struct InviteOutcome: PlannedOutcome {
    package enum Fate: String, Codable, Sendable {
        case invited
        /// In the register already; the link is sent again only when this one was named.
        case listed
        /// No address is known.
        case unreachable
        /// A mail is queued and was not sent yet.
        case queued
    }

    /// The certificate's number.
    package let certificate: Int
    package let fate: Fate

    package var subject: String { "certificate \(certificate)" }
    package var words: String { fate.rawValue }
}

/// Whom to mail the link of their own page.
package enum InviteScope: Sendable {
    case allActive
    case certificate(Certificate)
}

/// Who is invited, or was.
package struct InvitePlan: Sendable {
    package struct Line: Sendable {
        package let outcome: InviteOutcome
        package let printedID: String
        package let name: String
    }

    package let hash: String
    package let isApplied: Bool
    package let lines: [Line]

    package var invited: Int { lines.count { $0.outcome.fate == .invited } }
}

extension Register {
    /// Who would get the link by mail; nothing is sent.
    ///
    /// - Throws: `nobody-to-invite`.
    package func planInvite(_ scope: InviteScope, by actor: Actor) async throws -> InvitePlan {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            let lines = try connection.invitable(scope)
            guard !lines.isEmpty else {
                throw Refusal.conflict("nobody-to-invite", "No active certificate is there to invite for.")
            }
            let plan = try Plan("register.invite", lines.map(\.outcome))
            try connection.keep(plan)
            return InvitePlan(hash: plan.hash, isApplied: false, lines: lines)
        }
    }

    /// Mails the link to whom the plan of this hash names.
    ///
    /// - Throws: `plan-changed`, `plan-unknown`.
    package func invite(_ scope: InviteScope, hash: String, by actor: Actor) async throws -> InvitePlan {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            let lines = try connection.invitable(scope)
            let plan = try Plan("register.invite", lines.map(\.outcome))
            try connection.require(plan, is: hash)
            let invited = lines.filter { $0.outcome.fate == .invited }
            try connection.execute(
                """
                INSERT INTO job (kind, certificate_id)
                SELECT \(CertificateLetter.Kind.registerInvited.jobKind), id
                FROM certificate
                WHERE number = ANY(\(invited.map(\.outcome.certificate)))
                ORDER BY number
                """
            )
            try connection.audit("register.invite", "certificate", nil, by: actor, ["mails": String(invited.count)])
            return InvitePlan(hash: plan.hash, isApplied: true, lines: lines)
        }
    }
}

extension Connection {
    fileprivate func invitable(_ scope: InviteScope) throws -> [InvitePlan.Line] {
        struct Row: Decodable {
            let id: CertificateID
            let prefix: String
            let number: Int
            let name: String
            let isListed: Bool
            let hasAddress: Bool
            let isQueued: Bool
        }
        let (which, isNamed): (SQL, Bool) =
            switch scope {
            case .allActive: ("", false)
            case .certificate(let certificate): ("AND certificate.id = \(certificate.id.rawValue)", true)
            }
        let rows: [Row] = try all(
            """
            SELECT
                certificate.id, certificate.prefix, certificate.number, certificate.name,
                entry.certificate_id IS NOT NULL AS is_listed,
                coalesce(became.email, person.email) NOT LIKE 'legacy:%' AS has_address,
                EXISTS (
                    SELECT
                    FROM job
                    WHERE job.certificate_id = certificate.id
                        AND job.kind = \(CertificateLetter.Kind.registerInvited.jobKind)
                        AND job.finished_at IS NULL AND job.dead_at IS NULL
                ) AS is_queued
            FROM certificate
            JOIN person ON person.id = certificate.person_id
            LEFT JOIN person AS became ON became.id = person.merged_into
            LEFT JOIN register_entry AS entry ON entry.certificate_id = certificate.id
            WHERE \(Register.isShown) \(which)
            ORDER BY certificate.number
            """
        )
        return rows.map { row in
            let fate: InviteOutcome.Fate =
                if !row.hasAddress {
                    .unreachable
                } else if row.isQueued {
                    .queued
                } else if row.isListed, !isNamed {
                    .listed
                } else {
                    .invited
                }
            return InvitePlan.Line(
                outcome: InviteOutcome(certificate: row.number, fate: fate),
                printedID: row.id.printed(prefix: row.prefix),
                name: row.name
            )
        }
    }
}
