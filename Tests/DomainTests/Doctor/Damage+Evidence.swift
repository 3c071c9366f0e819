extension Damage {
    /// A practical of the first claim that two rated, and its score; whole but for what each damage changes.
    private static let rated = """
        ALTER TABLE decision DISABLE TRIGGER USER;
        ALTER TABLE decision_override DISABLE TRIGGER USER;
        ALTER TABLE practical_attempt DISABLE TRIGGER USER;
        ALTER TABLE rating_task DISABLE TRIGGER USER;
        ALTER TABLE rating DISABLE TRIGGER USER;
        ALTER TABLE practical_score DISABLE TRIGGER USER;
        ALTER TABLE enrollment DISABLE TRIGGER USER;
        UPDATE enrollment SET state = 'attended' WHERE id = 1;
        INSERT INTO staff (id, login, name, email) OVERRIDING SYSTEM VALUE
        VALUES (1000, 'x', 'X', 'x@x.example'), (1001, 'y', 'Y', 'y@x.example'), (1002, 'z', 'Z', 'z@x.example');
        INSERT INTO payload (id, salt, body) OVERRIDING SYSTEM VALUE
        VALUES (1000, decode(repeat('00', 16), 'hex'), '{}');
        INSERT INTO practical (id, code, version, name, cut, digest) OVERRIDING SYSTEM VALUE
        VALUES (1000, 'P', 1, 'P', 1, sha256(''));
        INSERT INTO criterion (practical_id, position, code, name, levels, weight, safe_from)
        VALUES (1000, 1, 'a', 'A', '{no,yes}', 2, 1);
        INSERT INTO eligibility (id, enrollment_id, requirement_id, basis) OVERRIDING SYSTEM VALUE
        SELECT 1000, 1, min(requirement.id), '{}'
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = 1;
        INSERT INTO practical_attempt (
            id, enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, staff_id
        )
        OVERRIDING SYSTEM VALUE
        SELECT 1000, 1, requirement_id, 1000, 1000, 1, '2027-01-01', 1000
        FROM eligibility
        WHERE id = 1000;
        INSERT INTO rating_task (id, attempt_id, rater_id, on_day, staff_id) OVERRIDING SYSTEM VALUE
        VALUES (1000, 1000, 1000, '2027-01-01', 1000), (1001, 1000, 1001, '2027-01-01', 1000),
            (1002, 1000, 1002, '2027-01-01', 1000);
        INSERT INTO rating (task_id, levels) VALUES (1000, '{1}'), (1001, '{1}');
        INSERT INTO practical_score (attempt_id, doubled_points, maximum, cut, unsafe, tasks)
        VALUES (1000, 4, 2, 1, '{}', '{1000,1001}');
        """

    /// A grant on evidence of which nothing was met.
    private static let granted = """
        INSERT INTO decision (id, enrollment_id, kind, staff_id, basis, payload_id, digest) OVERRIDING SYSTEM VALUE
        SELECT 1000, 1, 'granted', 1000,
            jsonb_build_object(
                'onEvidence', true, 'programDigest', encode(program_version.digest, 'hex'),
                'requirements', (
                    SELECT jsonb_agg(jsonb_build_object('state', 'failed'))
                    FROM requirement
                    WHERE requirement.program_version_id = program_version.id
                ),
                'practical', '[]'::jsonb, 'written', '[]'::jsonb
            ),
            1000, sha256('')
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN program_version ON program_version.id = cohort.program_version_id
        WHERE enrollment.id = 1;
        """

    /// To practicals, and to what decisions rest on.
    static let evidence: [Damage] = [
        Damage(
            "practical_scores_are_what_their_ratings_come_to",
            ["1000"],
            rated + "UPDATE rating SET levels = '{0}' WHERE task_id = 1000"
        ),
        Damage(
            "ratings_that_decide_are_scored",
            ["1000"],
            rated + "DELETE FROM practical_score; INSERT INTO rating (task_id, levels) VALUES (1002, '{1}')"
        ),
        Damage("grants_rest_on_what_was_met", ["1000"], rated + granted),
        Damage(
            "overrides_were_agreed_before",
            ["1000"],
            rated + granted + """
                INSERT INTO decision_override (id, enrollment_id, decider_id, payload_id, digest)
                OVERRIDING SYSTEM VALUE
                VALUES (1000, 1, 1000, 1000, sha256(''));
                UPDATE decision SET override_id = 1000
                """
        ),
    ]
}
