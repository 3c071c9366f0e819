extension Damage {
    /// To who is one human, and to what is over its time.
    static let people: [Damage] = [
        Damage(
            "merged_people_are_one_step_apart",
            ["2"],
            """
            ALTER TABLE person DISABLE TRIGGER USER;
            UPDATE person SET merged_into = 3 WHERE id = 2;
            UPDATE person SET merged_into = 4 WHERE id = 3
            """
        ),
        Damage("merges_equal_history", ["2"], "UPDATE person SET merged_into = 1 WHERE id = 2"),
        Damage(
            "one_human_lives_once_in_a_cohort",
            ["MES-A person 1"],
            "UPDATE person SET merged_into = 1 WHERE id = 5"
        ),
        Damage(
            "purges_run_at_night",
            ["plans e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
            """
            INSERT INTO plan (hash, verb, outcomes, made_at)
            VALUES (sha256(''), 'cohort.close', '[]', now() - interval '33 days')
            """
        ),
    ]
}
