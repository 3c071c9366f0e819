-- Ways to what is due that stay short however much has piled up: found when a hundred thousand mails waited.

-- Cohorts to settle never queue behind mail that waits to be sent.
DROP INDEX job_to_do;
CREATE INDEX job_to_do ON job (run_at, id)
    WHERE finished_at IS NULL AND dead_at IS NULL AND kind <> 'cohort.settle';
CREATE INDEX job_to_settle ON job (run_at, id)
    WHERE finished_at IS NULL AND dead_at IS NULL AND kind = 'cohort.settle';

-- Confirming a seat confirms what was asked with it.
CREATE INDEX consent_event_by_enrollment ON consent_event (enrollment_id)
    WHERE enrollment_id IS NOT NULL;
