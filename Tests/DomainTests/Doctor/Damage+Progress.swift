extension Damage {
    /// A file of evidence of the first claim, and a note about it, whole but for what each damage changes.
    private static let brought = """
        ALTER TABLE evidence DISABLE TRIGGER USER;
        ALTER TABLE progress_event DISABLE TRIGGER USER;
        INSERT INTO staff (id, login, name, email) OVERRIDING SYSTEM VALUE VALUES (1000, 'x', 'X', 'x@x.example');
        INSERT INTO evidence (id, enrollment_id, requirement_id, media_type, size, digest) OVERRIDING SYSTEM VALUE
        SELECT 1000, 1, min(id), 'text/plain', 1, sha256(decode(repeat('00', 16), 'hex') || 'a') FROM requirement;
        INSERT INTO evidence_file (evidence_id, name, octets, salt, sha256)
        VALUES (1000, 'a.txt', 'a', decode(repeat('00', 16), 'hex'), sha256('a'));
        INSERT INTO payload (id, salt, body) OVERRIDING SYSTEM VALUE
        VALUES (1000, decode(repeat('00', 16), 'hex'), '{"note": "Seen."}');
        INSERT INTO progress_event (
            id, enrollment_id, requirement_id, kind, evidence_id, staff_id, payload_id, digest
        ) OVERRIDING SYSTEM VALUE
        SELECT 1000, 1, min(requirement.id), 'failed', 1000, 1000, 1000, payload_digest(payload.salt, payload.body)
        FROM requirement
        JOIN payload ON payload.id = 1000
        GROUP BY payload.id;
        """

    /// To evidence and to what was said of it.
    static let progress: [Damage] = [
        Damage(
            "evidence_files_are_as_brought",
            ["1000"],
            brought + "UPDATE evidence_file SET octets = 'b'"
        ),
        Damage("evidence_keeps_its_file", ["1000"], brought + "DELETE FROM evidence_file"),
        Damage(
            "candidate_texts_fit_their_digests",
            ["progress 1000"],
            brought + #"UPDATE payload SET body = '{"note": "Not seen."}' WHERE id = 1000"#
        ),
    ]
}
