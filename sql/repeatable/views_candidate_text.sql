-- Every text that was written about a candidate since they have a seat, by the claim that it is about: what an erasure takes,
-- what is counted for the owner, and what the doctor looks for.
CREATE OR REPLACE VIEW candidate_text AS
SELECT enrollment_id, payload_id, digest, at, 'progress ' || id AS told_by
FROM progress_event
WHERE payload_id IS NOT NULL
UNION ALL
SELECT enrollment_id, payload_id, digest, at, 'accommodation ' || id
FROM accommodation
UNION ALL
SELECT attempt.enrollment_id, score.payload_id, score.digest, score.at, 'score ' || score.id
FROM score
JOIN attempt ON attempt.id = score.attempt_id
WHERE score.payload_id IS NOT NULL
UNION ALL
SELECT attempt.enrollment_id, rescore.payload_id, rescore.digest, rescore.asked_at, 'rescore ' || rescore.id
FROM rescore
JOIN attempt ON attempt.id = rescore.attempt_id
UNION ALL
SELECT practical_attempt.enrollment_id, rating.payload_id, rating.digest, rating.at, 'rating ' || rating.task_id
FROM rating
JOIN rating_task ON rating_task.id = rating.task_id
JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
WHERE rating.payload_id IS NOT NULL
UNION ALL
SELECT
    practical_attempt.enrollment_id, cancellation.payload_id, cancellation.digest, cancellation.at,
    'practical cancellation ' || cancellation.attempt_id
FROM practical_cancellation AS cancellation
JOIN practical_attempt ON practical_attempt.id = cancellation.attempt_id
UNION ALL
SELECT enrollment_id, payload_id, digest, asked_at, 'override ' || id
FROM decision_override
UNION ALL
SELECT decision.enrollment_id, event.payload_id, event.digest, event.at, 'appeal ' || event.id
FROM appeal_event AS event
JOIN appeal ON appeal.id = event.appeal_id
JOIN decision ON decision.id = appeal.decision_id;

GRANT SELECT ON candidate_text TO registrar_service;
