import Crypto
import Postgres

extension Connection {
    /// Reads a list into `list_import_row`, and tells what becomes of it.
    ///
    /// The rows stay until this transaction ends or takes them away; a second import waits for it, and nothing else does.
    func review(
        _ list: ListImport,
        _ evidence: ListEvidence,
        digestedWith key: SymmetricKey,
        progress: @escaping (Int) -> Void
    ) throws -> ListReview {
        try execute("SET LOCAL statement_timeout = 0")
        try execute("SET LOCAL lock_timeout = 0")
        try execute("SELECT pg_advisory_xact_lock(hashtext('list_import'))")
        try execute("SET LOCAL lock_timeout TO DEFAULT")
        try execute("SET LOCAL work_mem = '64MB'")
        // Whenever statistics are gathered, the rows are not committed: the table passes for empty, and for small.
        try execute("SET LOCAL enable_nestloop = off")
        try execute("SELECT freeze_clock()")
        var pump = try ListPump(list, evidence, under: terms(of: list, key), progress: progress)
        try copyIn(Self.copyList) { try pump.next() }
        guard pump.digest == evidence.digest else {
            throw Refusal.conflict("file-changed", "\(list.file.name) changed while it was read. Repeat the command.")
        }
        guard pump.reading.rows > 0 else {
            throw Refusal.invalid(list.file.name, "\(list.file.name): The file has a header and no row.")
        }
        return ListReview(
            list: list,
            evidence: evidence,
            reading: pump.reading,
            separator: pump.separator,
            standing: try judgeList()
        )
    }

    private static let copyList: SQL = """
        COPY list_import_row (
            line, email, address_digest, name, purpose, source, given_at, wording, is_proven
        ) FROM STDIN WITH (FORMAT csv)
        """

    private func terms(of list: ListImport, _ key: SymmetricKey) throws -> ListTerms {
        let sources: [String] = try all("SELECT code FROM consent_source")
        let zone = try institute().timeZone
        let wordings = ListWordings(for: list.purpose, kept: try keptWordings())
        let givenAt = list.proof.givenOn.map { ListMoment($0, in: zone)?.words }
        let problems = [
            givenAt == .some(nil) ? Refusal.Problem("given-on", "A day is of the years 1 to 9999.") : nil,
            try unknown("purpose", among: [list.purpose], "SELECT code FROM consent_purpose ORDER BY position"),
            try unknown(
                "source",
                among: [list.proof.source].compactMap(\.self),
                "SELECT code FROM consent_source ORDER BY code"
            ),
            try problem(with: list.proof.wording, for: list.purpose, beside: wordings),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return ListTerms(
            sources: Set(sources),
            purpose: list.purpose,
            zone: zone,
            source: list.proof.source,
            givenAt: givenAt ?? nil,
            hasWording: list.proof.wording != nil,
            wordings: wordings,
            key: key
        )
    }

    private func keptWordings() throws -> [(wording: String, purpose: String)] {
        struct Row: Decodable {
            let wording: String
            let purpose: String
        }
        let rows: [Row] = try all("SELECT wording, purpose FROM consent_wording")
        return rows.map { ($0.wording, $0.purpose) }
    }

    private func problem(
        with wording: ConsentProof.Wording?,
        for purpose: String,
        beside wordings: ListWordings
    ) throws -> Refusal.Problem? {
        switch wording {
        case nil: return nil
        case .text(let text):
            do throws(InvalidInput) {
                _ = try wordings.standing(of: text.trimmed)
                return nil
            } catch {
                return error.problem
            }
        case .version(let version):
            return try unknown(
                "wording",
                among: [String(version)],
                "SELECT version::text FROM consent_wording WHERE purpose = \(purpose) ORDER BY version"
            )
        }
    }
}
