-- Every text about a renewal, by the certificate that it is of: what an erasure takes and the doctor looks for.
CREATE OR REPLACE VIEW renewal_text AS
SELECT certificate_id, payload_id, digest, at, 'renewal credit ' || id AS told_by
FROM renewal_credit
UNION ALL
SELECT credit.certificate_id, review.payload_id, review.digest, review.at, 'renewal review ' || review.id
FROM renewal_review AS review
JOIN renewal_credit AS credit ON credit.id = review.credit_id
WHERE review.payload_id IS NOT NULL
UNION ALL
SELECT certificate_id, payload_id, digest, at, 'renewal payment ' || id
FROM renewal_payment
WHERE payload_id IS NOT NULL;

GRANT SELECT ON renewal_text TO registrar_service;
