/// What somebody was answered who verified a certificate, and when, in the words of its claims.
package struct VerificationReceipt: Hashable, Sendable {
    package struct Check: Hashable, Sendable {
        package let name: String
        package let holds: Bool
        package let words: String

        package init(name: String, holds: Bool, words: String) {
            self.name = name
            self.holds = holds
            self.words = words
        }
    }

    /// A UUID of its own, as a URN.
    package var id: String
    /// The issuer's DID.
    package var issuer: String
    package var givenAt: Instant
    /// The ID that was asked for, as printed.
    package var asked: String
    /// Whom or what the answer is for, as whoever asked wrote it; nobody checked it.
    package var reference: String?
    package var issuerName: String
    package var credential: String
    package var grants: String
    /// nil once the holder was erased.
    package var holder: String?
    package var status: String
    package var statusSince: Instant
    package var reason: String?
    /// Whether it may be relied on: active, and its signature holds.
    package var holds: Bool
    package var firstIssued: Instant
    package var validFrom: Instant
    package var validUntil: Instant?
    package var version: Int
    /// Where it can be asked for again.
    package var page: String
    package var checks: [Check]

    package init(
        id: String,
        issuer: String,
        givenAt: Instant,
        asked: String,
        reference: String?,
        issuerName: String,
        credential: String,
        grants: String,
        holder: String?,
        status: String,
        statusSince: Instant,
        reason: String?,
        holds: Bool,
        firstIssued: Instant,
        validFrom: Instant,
        validUntil: Instant?,
        version: Int,
        page: String,
        checks: [Check]
    ) {
        self.id = id
        self.issuer = issuer
        self.givenAt = givenAt
        self.asked = asked
        self.reference = reference
        self.issuerName = issuerName
        self.credential = credential
        self.grants = grants
        self.holder = holder
        self.status = status
        self.statusSince = statusSince
        self.reason = reason
        self.holds = holds
        self.firstIssued = firstIssued
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.version = version
        self.page = page
        self.checks = checks
    }
}

extension VerificationReceipt {
    /// The claims that are signed. It has no `@context`, no `type`, no subject and no term, so that nobody's software takes it
    /// for a certificate.
    package var claims: JSON {
        let answer: [(String, JSON?)] = [
            ("issuer", .string(issuerName)), ("credential", .string(credential)), ("grants", .string(grants)),
            ("name", holder.map(JSON.string)), ("id", .string(asked)), ("status", .string(status)),
            ("status_since", .string(statusSince.description)), ("reason", reason.map(JSON.string)),
            ("holds", .bool(holds)), ("first_issued", .string(firstIssued.description)),
            ("valid_from", .string(validFrom.description)), ("valid_until", validUntil.map { .string($0.description) }),
            ("version", .integer(version)), ("page", .string(page)),
        ]
        let checks = checks.map { check -> JSON in
            ["check": .string(check.name), "holds": .bool(check.holds), "words": .string(check.words)]
        }
        let members: [(String, JSON?)] = [
            ("iss", .string(issuer)), ("iat", .integer(givenAt.seconds)), ("jti", .string(id)),
            ("asked", .string(asked)), ("for", reference.map(JSON.string)),
            ("answer", .object(answer.compactMap { name, value in value.map { JSON.Member(name: name, value: $0) } })),
            ("checks", .array(checks)),
        ]
        return .object(members.compactMap { name, value in value.map { JSON.Member(name: name, value: $0) } })
    }

    /// Reads claims back; what they hold beside these makes them another's.
    init(_ claims: JSON) throws(Untrusted) {
        func text(_ value: JSON?, _ name: String) throws(Untrusted) -> String {
            guard let text = value?.text else { throw .notAReceipt("it has no \(name).") }
            return text
        }
        func instant(_ value: JSON?, _ name: String) throws(Untrusted) -> Instant {
            guard let instant = Instant(try text(value, name)) else { throw .notAReceipt("its \(name) is no moment.") }
            return instant
        }
        let answer = claims["answer"]
        guard let at = claims["iat"]?.whole, case .bool(let holds)? = answer?["holds"],
            let version = answer?["version"]?.whole
        else { throw .notAReceipt("its claims are incomplete.") }
        var checks: [Check] = []
        for each in claims["checks"]?.elements ?? [] {
            guard case .bool(let holds)? = each["holds"] else { throw .notAReceipt("a check has no outcome.") }
            checks.append(
                Check(name: try text(each["check"], "check"), holds: holds, words: try text(each["words"], "words"))
            )
        }
        self.init(
            id: try text(claims["jti"], "jti"),
            issuer: try text(claims["iss"], "iss"),
            givenAt: Instant(seconds: at),
            asked: try text(claims["asked"], "asked"),
            reference: claims["for"]?.text,
            issuerName: try text(answer?["issuer"], "issuer"),
            credential: try text(answer?["credential"], "credential"),
            grants: try text(answer?["grants"], "grants"),
            holder: answer?["name"]?.text,
            status: try text(answer?["status"], "status"),
            statusSince: try instant(answer?["status_since"], "status_since"),
            reason: answer?["reason"]?.text,
            holds: holds,
            firstIssued: try instant(answer?["first_issued"], "first_issued"),
            validFrom: try instant(answer?["valid_from"], "valid_from"),
            validUntil: answer?["valid_until"] == nil ? nil : try instant(answer?["valid_until"], "valid_until"),
            version: version,
            page: try text(answer?["page"], "page"),
            checks: checks
        )
        guard (try? self.claims.canonical()) == (try? claims.canonical()) else {
            throw .notAReceipt("it holds what the issuer never writes.")
        }
    }
}

extension JSON {
    fileprivate var whole: Int? {
        guard case .integer(let number) = self else { return nil }
        return number
    }
}
