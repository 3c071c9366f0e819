extension Damage {
    /// An examiner, a decider, and the first claim's attempt at a form of one item, over and not scored.
    private static let attempt = """
        INSERT INTO staff (login, name, email) VALUES ('x', 'X', 'x@x.org'), ('y', 'Y', 'y@x.org');
        INSERT INTO exam (code, name) VALUES ('X', 'X');
        INSERT INTO exam_form (exam_id, code, version, minutes, cut_hundredths, cut_method, cut_study, digest)
        VALUES (1, 'A', 1, 60, 100, 'set', '{}', sha256('form'));
        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
        SELECT enrollment.id, requirement.id, '{}'
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        ORDER BY enrollment.id, requirement.id
        LIMIT 1;
        ALTER TABLE attempt DISABLE TRIGGER USER;
        INSERT INTO attempt
            (enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, ends_at, finished_at, finish)
        SELECT enrollment_id, requirement_id, 1, 1, 1, 'paper', 1, now() + interval '1 day', now(), 'scanned'
        FROM eligibility;
        """

    private static let score = """
        INSERT INTO score (attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest)
        VALUES (1, 1, 67, 100, 68, 495, '[]', sha256('a'), sha256('k'));
        """

    static let scores: [Damage] = [
        Damage("attempts_that_ended_are_scored", ["1"], attempt),
        Damage(
            "scaled_scores_follow_from_points",
            ["1"],
            attempt + score + "ALTER TABLE score DISABLE TRIGGER USER; UPDATE score SET scaled = 496"
        ),
        Damage(
            "rescores_were_asked_for_and_approved",
            ["2"],
            attempt + score
                + """
                INSERT INTO score (
                    attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest,
                    staff_id, approved_by, payload_id, digest
                )
                SELECT 1, 2, 68, 100, 68, 500, '[]', sha256('a'), sha256('k'), min(id), max(id), 1, sha256('p')
                FROM staff
                """
        ),
    ]
}
