-- What a program version says, as one digest: doctor recomputes it, because a frozen version never changes. Terms,
-- certificate templates, the details of requirements and the rules of renewal came later: a version without them keeps the
-- digest it had.
CREATE OR REPLACE FUNCTION program_version_digest(version bigint) RETURNS bytea
LANGUAGE sql STABLE
AS $$
    SELECT sha256(convert_to(
        (
            jsonb_build_array(
                program_version.name, program_version.summary, program_version.grants, program_version.term_months,
                (
                    SELECT jsonb_agg(
                        jsonb_build_array(module.position, module.code, module.name) ORDER BY module.position
                    )
                    FROM module
                    WHERE module.program_version_id = program_version.id
                ),
                (
                    SELECT jsonb_agg(
                        jsonb_build_array(
                            module.position, requirement.position, requirement.code, requirement.kind, requirement.name
                        )
                        || CASE
                            WHEN requirement.detail IS NULL THEN '[]'
                            ELSE jsonb_build_array(requirement.detail)
                        END
                        ORDER BY module.position, requirement.position
                    )
                    FROM requirement
                    JOIN module ON module.id = requirement.module_id
                    WHERE requirement.program_version_id = program_version.id
                )
            )
            || CASE WHEN program_version.terms IS NULL THEN '[]' ELSE jsonb_build_array(program_version.terms) END
            || CASE
                WHEN program_version.certificate_template IS NULL THEN '[]'
                ELSE jsonb_build_array(jsonb_build_object('certificate', program_version.certificate_template))
            END
            || CASE
                WHEN program_version.renewal IS NULL THEN '[]'
                ELSE jsonb_build_array(jsonb_build_object('renewal', program_version.renewal))
            END
        )::text,
        'UTF8'
    ))
    FROM program_version
    WHERE program_version.id = version
$$;
