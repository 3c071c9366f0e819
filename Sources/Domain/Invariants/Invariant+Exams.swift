import Postgres

extension Invariant {
    static let exams: [Invariant] = [
        Invariant(
            "ended_attempts_are_scored",
            "Every attempt that is over has a score, and none that is open.",
            """
            SELECT attempt.id
            FROM attempt
            WHERE (attempt.finished_at IS NULL) = EXISTS (SELECT FROM score WHERE score.attempt_id = attempt.id)
            """
        ),
        Invariant(
            "sat_forms_are_frozen",
            "Every form that somebody sat is frozen, with a cut from 1 to its scored items.",
            """
            SELECT exam.code || ' ' || exam_form.code || ' version ' || exam_form.version
            FROM exam_form
            JOIN exam ON exam.id = exam_form.exam_id
            WHERE EXISTS (SELECT FROM attempt WHERE attempt.form_id = exam_form.id)
                AND (
                    exam_form.frozen_at IS NULL
                    OR (exam_form.cut_hundredths + 99) / 100 NOT BETWEEN 1 AND (
                        SELECT count(*) FROM form_item WHERE form_item.form_id = exam_form.id AND form_item.is_scored
                    )
                )
            """
        ),
        Invariant(
            "late_answers_are_marked",
            "No answer counts that came after its attempt was over.",
            """
            SELECT answer.id
            FROM answer
            JOIN attempt ON attempt.id = answer.attempt_id
            WHERE NOT answer.is_late AND attempt.kind = 'online'
                AND answer.at > least(attempt.ends_at, attempt.finished_at)
            """
        ),
    ]
}
