import Credentials
package import Foundation
import Postgres

/// A change in a certificate's life that takes no new signature: it shows wherever the ID is looked up, at once.
package enum CertificateChange: String, CaseIterable, Sendable {
    case suspend, reinstate, revoke, surrender

    /// What it becomes.
    package var state: Certificate.State {
        switch self {
        case .suspend: .suspended
        case .reinstate: .active
        case .revoke: .revoked
        case .surrender: .surrendered
        }
    }

    var eventKind: String { self == .reinstate ? "reinstated" : state.rawValue }

    var letter: CertificateLetter.Kind {
        switch self {
        case .suspend: .suspended
        case .reinstate: .reinstated
        case .revoke: .revoked
        case .surrender: .surrendered
        }
    }

    /// Whether it can be undone.
    package var isFinal: Bool { self == .revoke || self == .surrender }

    func check(_ certificate: Certificate) throws {
        let id = certificate.printedID
        if certificate.erasedAt != nil, !isFinal {
            throw Refusal.gone("certificate-erased", "The holder of \(id) was erased at their request.")
        }
        if self == .reinstate, certificate.state == .suspended, certificate.isPastTerm {
            throw Refusal.conflict(
                "certificate-expired",
                "The term of \(id) has ended, so that it would not hold again. It stays suspended; a new term is a renewal."
            )
        }
        switch (self, certificate.state) {
        case (_, self.state):
            throw Refusal.conflict("\(state.rawValue)-already", "\(id) is \(state.rawValue) already.")
        case (.reinstate, .suspended), (.suspend, .active), (.revoke, .active), (.revoke, .suspended),
            (.surrender, .active), (.surrender, .suspended):
            return
        default:
            throw Refusal.conflict(
                "certificate-ended",
                "\(id) was \(certificate.state.rawValue), which is final. A new decision is needed for a new certificate."
            )
        }
    }
}

extension Certificates {
    /// Suspends, reinstates, revokes or surrenders, for a reason whose class everyone who looks it up can see.
    ///
    /// - Parameter effective: From when it holds, not in the future and not before the day, in the institute's zone, of what
    ///   it changes; nil is now.
    /// - Throws: `certificate-unknown`, `revoked-already` and its like, `certificate-ended`, `decider-not-independent`.
    package func change(
        _ input: String,
        _ change: CertificateChange,
        because reason: StaffReason,
        effective: Date? = nil,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> Certificate {
        try actor.require(.decide)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "A certificate is changed by somebody with a name.")
        }
        let id = try await require(input).id
        let body: @Sendable (Connection) throws -> Certificate = { connection in
            let certificate = try connection.lock(certificate: id)
            try change.check(certificate)
            try connection.requireIndependent(member, ofHolderOf: id)
            let since = try connection.since(effective, of: certificate)
            try connection.execute(
                """
                UPDATE certificate
                SET state = \(change.state.rawValue), state_since = \(since),
                    reason = \(change == .reinstate ? nil : reason.category.rawValue)
                WHERE id = \(id.rawValue)
                """
            )
            if change.isFinal { try connection.setStatusBits(of: id, versions: 0...certificate.version) }
            try connection.record(change.eventKind, of: id, since, because: reason, by: member)
            if certificate.erasedAt == nil { try connection.enqueue(change.letter, about: [id]) }
            try connection.audit(
                "certificate.\(change.rawValue)",
                "certificate",
                try connection.one("SELECT number FROM certificate WHERE id = \(id.rawValue)"),
                by: actor,
                ["reason_class": reason.category.rawValue, "reason": reason.words]
            )
            guard let changed = try connection.certificate(id) else { throw Self.vanished(id) }
            return changed
        }
        let changed = try await store.write { connection in
            rehearse ? try connection.rehearse { try body(connection) } : try body(connection)
        }
        if change.isFinal, !rehearse { try await publishStatus() }
        return changed
    }

    static func vanished(_ id: CertificateID) -> Refusal {
        .notFound("certificate-unknown", "There is no certificate \(id.printed()).")
    }
}

extension Connection {
    /// Holds a certificate still, and reads it as it is then.
    func lock(certificate id: CertificateID) throws -> Certificate {
        try execute("SELECT id FROM certificate WHERE id = \(id.rawValue) FOR NO KEY UPDATE")
        try execute("SELECT freeze_clock()")
        guard let certificate = try certificate(id) else { throw Certificates.vanished(id) }
        return certificate
    }

    /// When a change holds from: a day begins before what happened on it, so it is not before that.
    fileprivate func since(_ effective: Date?, of certificate: Certificate) throws -> Date {
        guard let effective else { return try one("SELECT registrar_clock()") }
        let day: Date = try one(
            """
            SELECT date_trunc('day', \(certificate.stateSince)::timestamptz, coalesce(min(time_zone), 'UTC'))
            FROM institute
            """
        )
        guard day <= effective, effective <= certificate.now else {
            throw Refusal.invalid(
                "effective",
                """
                The effective date lies between the day from which \(certificate.printedID) is \(certificate.state.rawValue) \
                and now; what comes later is said then.
                """
            )
        }
        return max(effective, certificate.stateSince)
    }

    func requireIndependent(_ member: StaffMember, ofHolderOf id: CertificateID) throws {
        let taught: Bool = try one(
            """
            SELECT has_taught(\(member.id), person_id) OR coalesce(has_taught(\(member.operatorID), person_id), false)
            FROM certificate
            WHERE id = \(id.rawValue)
            """
        )
        guard !taught else {
            throw Refusal.forbidden(
                "decider-not-independent",
                "\(member.login) taught the holder. Somebody who neither taught nor examined them decides."
            )
        }
    }

    /// Writes an event with its reason; the words lie in a payload.
    func record(
        _ kind: String,
        of id: CertificateID,
        _ effective: Date,
        because reason: StaffReason,
        by member: StaffMember
    ) throws {
        let payload = try keep(["reason": reason.words])
        try execute(
            """
            INSERT INTO certificate_event (
                certificate_id, number, kind, at, effective_at, staff_id, operator_id, reason, payload_id, digest
            )
            SELECT
                \(id.rawValue), max(number) + 1, \(kind), registrar_clock(), \(effective), \(member.id),
                \(member.operatorID), \(reason.category.rawValue), \(payload.id), \(payload.digest)
            FROM certificate_event
            WHERE certificate_id = \(id.rawValue)
            """
        )
    }
}
