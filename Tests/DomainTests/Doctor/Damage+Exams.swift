extension Damage {
    /// An exam of one item, and somebody's open attempt at it.
    private static let sitting = """
        INSERT INTO exam (code, name) VALUES ('X', 'X');
        INSERT INTO item (exam_id, code, version, area, options, digest) VALUES (1, 'I', 1, 'A', 2, sha256(''));
        INSERT INTO exam_form (exam_id, code, version, minutes, cut_hundredths, cut_method, cut_study, digest)
        VALUES (1, 'A', 1, 60, 100, 'set', '{}', sha256(''));
        INSERT INTO form_item (form_id, position, item_id, is_scored) VALUES (1, 1, 1, true);
        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
        SELECT 1, requirement.id, '{}'
        FROM requirement
        JOIN cohort ON cohort.program_version_id = requirement.program_version_id
        WHERE cohort.code = 'MES-A' AND requirement.code = 'workshop-attendance';
        INSERT INTO attempt (enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, ends_at)
        SELECT 1, requirement_id, 1, id, 1, 'online', 0, registrar_clock() + interval '1 hour' FROM eligibility;

        """

    static let exams: [Damage] = [
        Damage(
            "ended_attempts_are_scored",
            ["1"],
            sitting + "UPDATE attempt SET finished_at = registrar_clock(), finish = 'submitted'"
        ),
        Damage(
            "sat_forms_are_frozen",
            ["X A version 1"],
            sitting + "ALTER TABLE exam_form DISABLE TRIGGER USER; UPDATE exam_form SET frozen_at = NULL"
        ),
        Damage(
            "late_answers_are_marked",
            ["1"],
            sitting + """
                INSERT INTO answer (attempt_id, position, option, is_late) VALUES (1, 1, 1, false);
                ALTER TABLE answer DISABLE TRIGGER USER;
                UPDATE answer SET at = at + interval '2 hours'
                """
        ),
    ]
}
