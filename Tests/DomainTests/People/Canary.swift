import Credentials
import Crypto
import Foundation
import Postgres
import TestSupport

@testable import Domain

/// Somebody whose name, address and other traces can be found wherever they lie.
enum Canary {
    static let name = "Zoë Canário-Quixote"
    /// As the institute spelt it first.
    static let misspelt = "Zoe Canario-Kixote"
    static let email = "canário.quixote@example.org"
    static let zone = "Pacific/Chatham"
    /// None of these may be anywhere afterwards.
    static let words = [name, misspelt, "Kixote", email, zone]

    /// The words, parts of them, and what they become by digests without a key and by encodings.
    static let traces: [String] =
        words + ["Canário", "Quixote", "canário.quixote", "Canario"]
        + [name, misspelt, email, name.lowercased(), email.uppercased(), email.decomposedStringWithCanonicalMapping]
        .flatMap { word -> [String] in
            let octets = Data(word.utf8)
            let digests = [
                Data(SHA256.hash(data: octets)), Data(Insecure.SHA1.hash(data: octets)),
                Data(Insecure.MD5.hash(data: octets)),
            ]
            return digests.map { $0.map { String(format: "%02x", $0) }.joined() }
                + (digests + [octets]).map { String($0.base64EncodedString().prefix { $0 != "=" }.dropLast()) }
        }
}

extension TestDatabase {
    /// The tables in which any of the words lies, as text or as octets; sorted. A digest in hexadecimal digits is found where
    /// it lies as octets.
    func tables(holding words: [String] = Canary.words) async throws -> [String] {
        try await owner.read { connection in
            let tables: [String] = try connection.all(
                """
                SELECT relname::text
                FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                ORDER BY relname
                """
            )
            return try tables.filter { table in
                try connection.one(
                    """
                    SELECT EXISTS (
                        SELECT
                        FROM \(identifier: table) AS held
                        JOIN unnest(\(words)) AS word ON position(lower(word) IN lower(held::text)) > 0
                            OR position(encode(convert_to(word, 'UTF8'), 'hex') IN held::text) > 0
                    )
                    """
                )
            }
        }
    }

    /// Somebody with traces in every table that can have some: a certificate under a corrected name, money, texts of staff,
    /// a failed mail, a place in a queue, a seat that is still to come.
    func canary() async throws -> (person: PersonID, certificate: Certificate, claims: [EnrollmentID]) {
        let (code, claims) = try await completedCohort([Canary.misspelt, "Bo"], emails: [Canary.email])
        let id = claims[0]
        try await force("UPDATE enrollment SET time_zone = \(Canary.zone) WHERE id = \(id)")
        let rows = "date,amount,currency,reference,purpose\n2026-11-02,1295.00,USD,WIRE \(Canary.misspelt),REG-\(id)\n"
        _ = try await registrar.payments.planImport(.init(name: "b.csv", octets: Data(rows.utf8)), by: .system)
        _ = try await registrar.payments.record(
            PaymentEntry(.received, of: 129_500, "USD", for: id, reference: "WIRE \(Canary.misspelt)"),
            by: staff(.registrar)
        )
        try await progressOfCanary(id, in: code)
        try await decide(.proposed, code)
        try await decide(.granted, code)
        _ = try await registrar.certificates.confirmName(link: nameLink(of: id), typed: Canary.misspelt)
        let issued = try await issue(code).lines.compactMap(\.id)
        let corrected = try await registrar.certificates.correct(
            issued[0],
            name: Canary.name,
            because: StaffReason(.instituteError, "Kixote was wrong."),
            by: staff(.decider)
        )
        _ = try await registrar.certificates.rendering(.svg, of: corrected) { _ in Array(Canary.name.utf8) }
        let seats = try await seatsToCome()
        try await force("UPDATE job SET last_error = 'no way to ' || \(Canary.email) WHERE enrollment_id = \(id)")
        let person: PersonID = try await service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(id)")
        }
        return (person, corrected, [id] + seats)
    }

    /// Enters the register under a city that tells of the holder, and brings something towards renewal that does.
    func registerAndRenew(_ certificate: Certificate) async throws {
        _ = try await registrar.register.optIn(link: registerLink(certificate), city: "Canary Wharf")
        let credit = try await registrar.renewals.record(
            draft(
                title: "\(Canary.name) at the knee clinic",
                supervisor: Canary.misspelt,
                file: "Log of \(Canary.name)."
            ),
            of: certificate.printedID,
            by: staff(.registrar)
        )
        let verdict = try CreditVerdict(isAccepted: true, reason: nil)
        _ = try await registrar.renewals.review(credit.id, verdict, by: staff(.registrar))
        _ = try await pay(certificate.id)
    }

    /// Exams under another address of the same human, merged; the list's export, and all that is known, handed out.
    func sitAndHandOut(_ person: PersonID) async throws {
        try await importExam()
        let other = try await examinees([Canary.misspelt])[0]
        try await force(
            "UPDATE person SET email = 'kixote@canario.example' WHERE id = (SELECT person_id FROM enrollment WHERE id = \(other.claim))"
        )
        try await sit(other.link, rightly: false)
        try await merge(.id(person), with: PersonKey(typed: "kixote@canario.example"))
        _ = try await registrar.subscribers.export(profile: .jsonl, by: staff(.registrar)) { _ in }
        _ = try await registrar.people.dossier(of: .id(person), by: staff(.registrar))
    }

    /// A file whose name and octets tell who brought it, a note of staff that names them, and a plan with their number.
    private func progressOfCanary(_ id: EnrollmentID, in code: String) async throws {
        try await say(ProgressEntry(.reopened, "cpr-card", note: "Kixote, again."), of: id, in: code, by: .registrar)
        let file = try EvidenceFile(name: "\(Canary.name).txt", octets: Data("I am \(Canary.name).".utf8))
        _ = try await registrar.progress.submit(
            BroughtEvidence(to: "cpr-card", file: file),
            link: progressLink(of: id)
        )
        let note = "\(Canary.misspelt) is a physician."
        try await say(ProgressEntry(.waived, "cpr-card", note: note), of: id, in: code, by: .registrar)
        let rows = "candidate,requirement,state,note\n\(id),cpr-card,waive,Kixote again\n"
        _ = try await registrar.progress.planImport(
            .init(name: "p.csv", octets: Data(rows.utf8)),
            into: code,
            by: staff(.registrar)
        )
    }

    /// A confirmed seat, one that staff took away, and a place in a queue that somebody else waits in too.
    private func seatsToCome() async throws -> [EnrollmentID] {
        let actor = try await staff(.registrar)
        let days = try await Int(registrar.keys.now().date.timeIntervalSinceNow / 86_400) + 60
        let next = try await openCohort(capacity: 1, daysAhead: days)
        let other = try await openCohort(daysAhead: days)
        let seat = try await reserve(
            next,
            Canary.email,
            name: Canary.name,
            timeZone: Canary.zone,
            key: "canary",
            subscribe: true
        ).id
        _ = try await registrar.seats.confirm(seat, by: .applicant(seat))
        _ = try await wait(next, "next@example.org")
        let removed = try await reserve(other, Canary.email, name: Canary.name).id
        _ = try await registrar.seats.remove(
            removed,
            because: StaffReason(.other, "\(Canary.name) has a seat elsewhere."),
            by: actor
        )
        return [seat, removed]
    }

    /// Plans to erase somebody, and does it.
    @discardableResult
    func erase(_ key: PersonKey) async throws -> ErasurePlan {
        let plan = try await registrar.people.planErasure(of: key, by: staff(.owner))
        return try await registrar.people.erase(key, hash: plan.hash, by: staff(.owner))
    }
}
