-- Of each form of an exam its newest version.
CREATE OR REPLACE VIEW newest_form AS
SELECT DISTINCT ON (exam_form.exam_id, exam_form.code) exam_form.*
FROM exam_form
ORDER BY exam_form.exam_id, exam_form.code, exam_form.version DESC;

GRANT SELECT ON newest_form TO registrar_service;
