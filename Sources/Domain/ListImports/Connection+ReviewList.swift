import Crypto
import Postgres

extension Connection {
    /// Reads a list into `list_import_row`, and tells what becomes of it.
    ///
    /// The rows stay until this transaction ends or takes them away; a second import waits for it.
    func review(
        _ list: ListImport,
        _ evidence: ListEvidence,
        digestedWith key: SymmetricKey,
        progress: @escaping (Int) -> Void
    ) throws -> ListReview {
        try execute("SET LOCAL statement_timeout = 0")
        try execute("SET LOCAL work_mem = '64MB'")
        try execute("SELECT freeze_clock()")
        try execute("TRUNCATE list_import_row")
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
        let problems = [
            try unknown("purpose", among: [list.purpose], "SELECT code FROM consent_purpose ORDER BY position"),
            try unknown(
                "source",
                among: [list.proof.source].compactMap(\.self),
                "SELECT code FROM consent_source ORDER BY code"
            ),
            try problem(with: list.proof.wording, for: list.purpose),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return ListTerms(
            sources: Set(sources),
            purpose: list.purpose,
            zone: zone,
            source: list.proof.source,
            givenAt: list.proof.givenOn.map { "\($0) 00:00 \(zone)" },
            hasWording: list.proof.wording != nil,
            key: key
        )
    }

    private func problem(with wording: ConsentProof.Wording?, for purpose: String) throws -> Refusal.Problem? {
        switch wording {
        case nil: nil
        case .text(let text):
            (1...2_000).contains(text.trimmed.unicodeScalars.count)
                ? nil : .init("wording", "A wording has 1 to 2000 characters.")
        case .version(let version):
            try unknown(
                "wording",
                among: [String(version)],
                "SELECT version::text FROM consent_wording WHERE purpose = \(purpose) ORDER BY version"
            )
        }
    }
}
