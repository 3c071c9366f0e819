import Postgres

extension DecisionBasis {
    /// What a decision on `enrollment` rests on as of now, beside `cohort`, `program`, `program_version` and `attended`.
    static let gathered: SQL = """
        jsonb_build_object(
            'cohort', cohort.code,
            'program', program.code,
            'programVersion', program_version.number,
            'programDigest', encode(program_version.digest, 'hex'),
            'grants', program_version.grants,
            'attendanceEvent', attended.number,
            'onEvidence', decides_on_evidence(program_version.id)
        )
        || CASE
            WHEN decides_on_evidence(program_version.id) THEN jsonb_build_object(
                'requirements', (\(requirements)), 'written', (\(written)), 'practical', (\(practical))
            )
            ELSE '{}'
        END
        """

    private static let requirements: SQL = """
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'code', requirement.code, 'name', requirement.name, 'kind', requirement.kind, 'state', standing.state,
            'done', standing.done, 'needed', standing.needed, 'validUntil', standing.valid_until,
            'events', said.events, 'evidence', said.evidence, 'waivers', waived.waivers
        ) ORDER BY module.position, requirement.position), '[]')
        FROM requirement_states(enrollment.id) AS standing
        JOIN requirement ON requirement.id = standing.requirement_id
        JOIN module ON module.id = requirement.module_id
        CROSS JOIN LATERAL (
            SELECT
                coalesce(jsonb_agg(event.id ORDER BY event.id), '[]') AS events,
                coalesce(
                    jsonb_agg(encode(evidence.digest, 'hex') ORDER BY event.id) FILTER (WHERE evidence.id IS NOT NULL),
                    '[]'
                ) AS evidence
            FROM progress_event AS event
            LEFT JOIN evidence ON evidence.id = event.evidence_id
            WHERE event.enrollment_id = enrollment.id AND event.requirement_id = requirement.id
        ) AS said
        CROSS JOIN LATERAL (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'event', waiver.id, 'skill', waiver.skill, 'by', staff.login, 'actingOwner', operator.login,
                'reasonDigest', encode(waiver.digest, 'hex')
            ) ORDER BY waiver.id), '[]') AS waivers
            FROM waivers_that_count(enrollment.id) AS waiver
            JOIN staff ON staff.id = waiver.staff_id
            LEFT JOIN staff AS operator ON operator.id = waiver.operator_id
            WHERE waiver.requirement_id = requirement.id
        ) AS waived
        """

    private static let written: SQL = """
        SELECT coalesce(jsonb_agg(counting.told ORDER BY counting.requirement_id), '[]')
        FROM (
            SELECT DISTINCT ON (tries.requirement_id)
                tries.requirement_id,
                jsonb_build_object(
                    'enrollment', tries.enrollment_id, 'requirement', requirement.code, 'exam', exam.code, 'form', exam_form.code, 'formVersion', exam_form.version, 'attempt', attempt.id,
                    'number', attempt.number, 'eligibility', attempt.eligibility_id, 'score', latest.id, 'scoreNumber', latest.number,
                    'raw', latest.raw, 'items', latest.items, 'cut', latest.cut, 'passed', latest.passed,
                    'answersDigest', encode(latest.answers_digest, 'hex'),
                    'keysDigest', encode(latest.keys_digest, 'hex')
                ) AS told
            FROM tries_of(enrollment.id) AS tries
            JOIN attempt ON attempt.id = tries.attempt_id AND NOT tries.is_practical
            JOIN requirement ON requirement.id = tries.requirement_id
            JOIN exam_form ON exam_form.id = attempt.form_id
            JOIN exam ON exam.id = exam_form.exam_id
            JOIN LATERAL (
                SELECT *
                FROM score
                WHERE score.attempt_id = attempt.id
                ORDER BY score.number DESC
                LIMIT 1
            ) AS latest ON true
            WHERE tries.counts OR tries.enrollment_id = enrollment.id
            ORDER BY tries.requirement_id, tries.counts DESC, latest.passed DESC, attempt.number DESC
        ) AS counting
        """

    private static let practical: SQL = """
        SELECT coalesce(jsonb_agg(counting.told ORDER BY counting.requirement_id), '[]')
        FROM (
            SELECT DISTINCT ON (tries.requirement_id)
                tries.requirement_id,
                jsonb_build_object(
                    'enrollment', tries.enrollment_id, 'requirement', requirement.code,
                    'practical', practical.code, 'version', practical.version, 'digest', encode(practical.digest, 'hex'), 'attempt', attempt.id, 'number', attempt.number,
                    'eligibility', attempt.eligibility_id, 'tasks', score.tasks,
                    'doubledPoints', score.doubled_points, 'maximum', score.maximum, 'cut', score.cut,
                    'unsafe', score.unsafe, 'passed', score.passed
                ) AS told
            FROM tries_of(enrollment.id) AS tries
            JOIN practical_attempt AS attempt ON attempt.id = tries.attempt_id AND tries.is_practical
            JOIN requirement ON requirement.id = tries.requirement_id
            JOIN practical ON practical.id = attempt.practical_id
            JOIN practical_score AS score ON score.attempt_id = attempt.id
            WHERE tries.counts OR tries.enrollment_id = enrollment.id
            ORDER BY tries.requirement_id, tries.counts DESC, score.passed DESC, attempt.number DESC
        ) AS counting
        """
}
