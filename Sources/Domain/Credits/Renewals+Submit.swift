import Credentials
import Crypto
import Foundation
import Postgres

extension Renewals {
    /// Keeps what a holder brought, and asks staff to look at it.
    ///
    /// - Throws: what opening throws; `not-renewable` and its like where nothing is asked for, `evidence-known` for a file that was
    ///   brought before, `credits-full`, and `Refusal` of kind invalid for what does not count.
    package func submit(_ draft: CreditDraft, link text: String) async throws -> RenewalPage {
        let number = try certificateNumber(link: text)
        return try await bringing {
            try await store.write { connection in
                let id = try connection.certificate(numbered: number)
                _ = try connection.bring(draft, to: id, by: .visitor)
                return try connection.renewalPage(of: id)
            }
        }
    }

    /// Keeps what staff bring for a holder; somebody reviews it as any other.
    ///
    /// - Throws: as ``submit``.
    package func record(_ draft: CreditDraft, of input: String, by actor: Actor) async throws -> RenewalCredit {
        try actor.require(.propose)
        try actor.requireName()
        let id = try await certificates.require(input).id
        return try await bringing {
            try await store.write { connection in
                let credit = try connection.bring(draft, to: id, by: actor)
                try connection.audit(
                    "renewal.record",
                    "certificate",
                    connection.number(of: id),
                    by: actor,
                    [
                        "credit": "\(credit)", "kind": draft.kind.rawValue, "minutes": "\(draft.minutes)",
                        "done_on": "\(draft.doneOn)", "license": draft.licenseType,
                    ]
                )
                return try connection.renewalCredit(credit)
            }
        }
    }

    /// Two who bring the same file for two certificates of one holder meet at the index alone.
    private func bringing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as PostgresError
            where error.constraint == "renewal_evidence_once_per_holder"
        {
            throw Refusal.evidenceKnown(nil)
        }
    }
}

extension Refusal {
    static func evidenceKnown(_ before: (id: RenewalCreditID, at: Date)?) -> Refusal {
        let place = before.map { ", as number \($0.id) on \($0.at.formatted(.iso8601.year().month().day()))" } ?? ""
        return .conflict(
            "evidence-known",
            "This very file was sent before\(place), and counts once. Send the one that shows the other hours."
        )
    }
}

extension Connection {
    func number(of id: CertificateID) throws -> Int {
        try one("SELECT number FROM certificate WHERE id = \(id.rawValue)")
    }

    /// Checks and writes a credit, holding the certificate still.
    fileprivate func bring(_ draft: CreditDraft, to id: CertificateID, by actor: Actor) throws -> RenewalCreditID {
        struct Days: Decodable {
            let today: CalendarDate
            let termBegan: CalendarDate
        }
        let certificate = try lock(certificate: id)
        let standing = try renewalStanding(of: id)
        try standing.requireOpenToCredits()
        let days: Days = try one(
            """
            SELECT
                (registrar_clock() AT TIME ZONE coalesce(min(time_zone), 'UTC'))::date AS today,
                (\(standing.termBegins)::timestamptz AT TIME ZONE coalesce(min(time_zone), 'UTC'))::date AS term_began
            FROM institute
            """
        )
        try draft.check(against: standing, today: days.today, termBegan: days.termBegan)
        try requireNew(draft.file, of: id)
        let count: Int = try one(
            """
            SELECT count(*)
            FROM renewal_credit
            WHERE certificate_id = \(id.rawValue) AND term_ends = \(certificate.validUntil)
            """
        )
        guard count < Renewals.mostCredits else {
            throw Refusal.tooMany(
                "credits-full",
                "There are \(count) entries already, and no room for more. Write to the institute, please."
            )
        }
        return try add(draft, to: certificate, by: actor)
    }

    /// One file shows one thing, whichever certificate of the holder it is for; one that was refused may come again.
    private func requireNew(_ file: EvidenceFile, of id: CertificateID) throws {
        struct Before: Decodable {
            let id: RenewalCreditID
            let at: Date
        }
        let before: Before? = try first(
            """
            SELECT credit.id, credit.at
            FROM renewal_file AS file
            JOIN renewal_credit AS credit ON credit.id = file.credit_id
            JOIN certificate ON certificate.person_id = file.person_id
            WHERE certificate.id = \(id.rawValue)
                AND file.sha256 = \(Data(SHA256.hash(data: file.octets)))
                AND file.counts
            """
        )
        if let before { throw Refusal.evidenceKnown((before.id, before.at)) }
    }
}

extension RenewalStanding {
    /// Whether anything is brought or paid for it now.
    func requireOpenToCredits() throws {
        guard !isOpenToCredits else { return }
        switch phase {
        case .erased: throw Refusal.erased(certificate)
        case .ended: throw Refusal.ended(certificate)
        case .over: throw Refusal.tooLate(certificate, since: lastChance)
        default: throw Refusal.notRenewable(certificate)
        }
    }
}
