import Postgres

extension Invariant {
    static let progress: [Invariant] = [
        Invariant(
            "evidence_files_are_as_brought",
            "Every file of evidence has the size and both digests that were noted when it was brought.",
            """
            SELECT evidence.id
            FROM evidence
            JOIN evidence_file AS file ON file.evidence_id = evidence.id
            WHERE (octet_length(file.octets), sha256(file.salt || file.octets), sha256(file.octets))
                IS DISTINCT FROM (evidence.size, evidence.digest, file.sha256)
            """
        ),
        Invariant(
            "evidence_keeps_its_file",
            "Every evidence has its file, unless its person was erased, or its time was over.",
            """
            SELECT evidence.id
            FROM evidence
            JOIN enrollment ON enrollment.id = evidence.enrollment_id
            JOIN person ON person.id = enrollment.person_id
            LEFT JOIN evidence_file AS file ON file.evidence_id = evidence.id
            LEFT JOIN purged_file AS gone ON gone.kind = 'evidence_files' AND gone.file_of = evidence.id
            WHERE person.erased_at IS NULL AND (file.evidence_id IS NULL) <> (gone.file_of IS NOT NULL)
            """
        ),
        Invariant(
            "candidate_texts_fit_their_digests",
            "Every text about a candidate that is still here fits the digest that its history holds.",
            """
            SELECT told.told_by
            FROM candidate_text AS told
            JOIN payload ON payload.id = told.payload_id
            WHERE told.digest IS DISTINCT FROM payload_digest(payload.salt, payload.body)
            """
        ),
    ]
}
