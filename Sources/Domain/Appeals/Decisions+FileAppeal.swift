import Postgres

extension Decisions {
    /// Denials, with the appeals against them: all that wait for a decider, or all there are.
    package func appeals(open isOpenOnly: Bool, by actor: Actor) async throws -> [Appeal] {
        try actor.require(.propose)
        return try await store.read {
            try $0.appeals(where: isOpenOnly ? "latest.kind = 'filed'" : "latest.kind IS NOT NULL")
        }
    }

    /// Opens the link of a denial's mail; looking changes nothing.
    ///
    /// - Throws: `link-unknown`, `person-erased`.
    package func appeal(link text: String) async throws -> Appeal {
        let claim = try enrollment(of: text)
        return try await store.read { connection in
            try connection.requireSomebody(behind: claim)
            return try connection.appeal(of: claim)
        }
    }

    /// Appeals, by the candidate's own mailed link.
    ///
    /// - Throws: as `fileAppeal(of:words:by:)`.
    package func fileAppeal(link text: String, words: String) async throws -> Appeal {
        let claim = try enrollment(of: text)
        return try await fileAppeal(of: claim, words: words, by: .applicant(claim))
    }

    /// Appeals against the latest denial of a claim: the candidate by their link, or staff who write down what they said.
    ///
    /// - Throws: `nothing-denied`, `appeal-filed`, `appeal-too-late`, and words that are none, or over 1,000 characters.
    package func fileAppeal(of claim: EnrollmentID, words: String, by actor: Actor) async throws -> Appeal {
        if case .applicant(claim) = actor {} else { try actor.require(.propose) }
        let words = try StaffReason(.other, words).words
        return try await store.write { connection in
            _ = try connection.lockedCandidate(claim)
            let denied = try connection.appeal(of: claim)
            guard denied.state == nil, denied.isLatest else {
                throw Refusal.conflict(
                    "appeal-filed",
                    "The appeal of enrollment \(claim) was filed already; it is filed once."
                )
            }
            guard denied.mayBeFiled else {
                throw Refusal.conflict(
                    "appeal-too-late",
                    "An appeal is filed within 30 days of the denial; they are over."
                )
            }
            let id: Int = try connection.one(
                "INSERT INTO appeal (decision_id) VALUES (\(denied.decision)) RETURNING id"
            )
            try connection.write(.filed, id, words, by: actor)
            try connection.enqueueAppealNews(.appealFiled, on: claim)
            try connection.audit("appeal.file", "enrollment", claim.rawValue, by: actor, ["words": words])
            return try connection.appeal(of: claim)
        }
    }

    private func enrollment(of link: String) throws -> EnrollmentID {
        guard let token = LinkToken(link, sealedWith: secrets.links), token.purpose == .appeal else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        return token.enrollment
    }
}

extension Connection {
    func write(_ state: Appeal.State, _ appeal: Int, _ words: String?, by actor: Actor) throws {
        let payload = try words.map { try keep(["reason": $0]) }
        try execute(
            """
            INSERT INTO appeal_event (appeal_id, kind, staff_id, operator_id, payload_id, digest)
            VALUES (\(appeal), \(state), \(actor.staff?.id), \(actor.staff?.operatorID), \(payload?.id),
                \(payload?.digest))
            """
        )
    }

    func enqueueAppealNews(_ kind: CertificateLetter.Kind, on claim: EnrollmentID) throws {
        try execute("INSERT INTO job (kind, enrollment_id) VALUES (\(kind.jobKind), \(claim))")
    }
}
