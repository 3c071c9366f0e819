-- A person's rights: two addresses of one human become one person, what is held goes when its time is over, and what a
-- dispute needs is held longer.

-- 1. One human under two addresses: a step, never a chain. What was said of either stays where it was said.
ALTER TABLE person
    ADD CONSTRAINT person_is_not_merged_into_themselves CHECK (merged_into <> id);

CREATE TABLE person_merge (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    -- Whom they are one with from then on, and until then; NULL: nobody.
    into_id bigint REFERENCES person,
    was_into_id bigint REFERENCES person,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT merge_changes_something CHECK (into_id IS DISTINCT FROM was_into_id)
);

CREATE INDEX person_merge_by_person ON person_merge (person_id, id DESC);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON person_merge
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

INSERT INTO person_merge (person_id, into_id)
SELECT id, merged_into
FROM person
WHERE merged_into IS NOT NULL;

CREATE FUNCTION merged_people_are_one_step_apart() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM person WHERE id = NEW.merged_into AND merged_into IS NOT NULL)
        OR EXISTS (SELECT FROM person WHERE merged_into = NEW.id)
    THEN
        RAISE EXCEPTION 'person % would be more than one step away from whom they are one with', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'merged_people_are_one_step_apart';
    END IF;
    IF NEW.erased_at IS NOT NULL OR EXISTS (SELECT FROM person WHERE id = NEW.merged_into AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'person % or person % was erased', NEW.id, NEW.merged_into
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'erased_people_are_not_merged';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER merged_people_are_one_step_apart BEFORE UPDATE OF merged_into ON person
    FOR EACH ROW WHEN (NEW.merged_into IS DISTINCT FROM OLD.merged_into AND NEW.merged_into IS NOT NULL)
    EXECUTE FUNCTION merged_people_are_one_step_apart();

-- 2. How long each kind of data is held, as data. The functions know how a kind is found and taken.
CREATE TABLE retention_rule (
    kind text PRIMARY KEY CONSTRAINT retention_kind_is_a_word CHECK (kind ~ '^[a-z]+(_[a-z]+)*$'),
    position smallint NOT NULL CONSTRAINT retention_position_once UNIQUE,
    -- From when nothing needs it any more; NULL: it is kept.
    period interval CONSTRAINT retention_period_is_1_day_to_100_years CHECK (period BETWEEN '1 day' AND '100 years'),
    takes text NOT NULL,
    because text NOT NULL
);

INSERT INTO retention_rule (kind, position, period, takes, because)
VALUES
    (
        'unconfirmed_signups', 1, '30 days', 'People who never confirmed their address, and asked for the list alone.',
        'Whoever does not answer in a month did not ask, or does not want it.'
    ),
    (
        'unconfirmed_claims', 2, '90 days', 'People whose claims all ended before they confirmed an address.',
        'They may come back within a season; afterwards nobody asks about a seat that was never taken.'
    ),
    (
        'unanswered_names', 3, '90 days', 'Names under ended claims that were never confirmed, of people we know.',
        'A name that its bearer never confirmed may be somebody else''s.'
    ),
    (
        'client_digests', 4, '30 days', 'The keyed digest of where a reservation came from.',
        'It holds off floods, and a flood is over in days.'
    ),
    (
        'mail_results', 5, '90 days', 'Where a finished mail went, and what failed before.',
        'A complaint about a mail comes within weeks; that it was sent, and when, stays known.'
    ),
    (
        'spooled_mails', 6, '90 days', 'Files of mails in the spool folder.',
        'They hold links that act, and names; what they said can be said again from the record.'
    ),
    (
        'plans', 7, '30 days', 'Plans that were shown and never carried out.',
        'They are made anew at need, and that of an import holds what a bank wrote.'
    ),
    (
        'import_keys', 8, '2 years', 'The folded name and city by which an import finds one human twice.',
        'Old records are imported in the first years; afterwards nobody looks for doubles with it.'
    ),
    (
        'evidence_files', 9, '3 years', 'Files of evidence, once the decision is final and no certificate rests on it.',
        'A decision can be contested for three years; what was said of the file, and its digest, stay.'
    ),
    (
        'renewal_files', 10, '3 years', 'Files brought towards a renewal, once no term rests on them.',
        'As for evidence: until nobody can contest the renewal.'
    ),
    (
        'export_texts', 11, '3 years', 'What the audit trail says of an export besides who, what and when.',
        'Where a list went has to be shown for as long as a claim about it may come.'
    ),
    (
        'audit_texts', 12, '6 years', 'Details of what staff did, in the audit trail; who, what and when stay.',
        'Claims from a contract end three years after its year; twice that covers every case we know of.'
    );

GRANT SELECT, UPDATE (period) ON retention_rule TO registrar_service;

-- 3. What was taken leaves rows that say so.
ALTER TABLE erased_payload
    ALTER COLUMN person_id DROP NOT NULL,
    ADD COLUMN purged_as text REFERENCES retention_rule,
    ADD CONSTRAINT texts_go_with_a_person_or_in_time CHECK (num_nonnulls(person_id, purged_as) = 1);

CREATE TABLE purged_file (
    kind text NOT NULL REFERENCES retention_rule,
    -- Of the evidence, or of the credit towards renewal.
    file_of bigint NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT files_are_purged_once PRIMARY KEY (kind, file_of)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON purged_file
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE TABLE purge_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The night that it is of, in the institute's zone; NULL: staff asked for it.
    night date CONSTRAINT one_purge_a_night UNIQUE,
    begun_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- The latest portion; a run that stands still is taken over.
    last_at timestamptz NOT NULL DEFAULT registrar_clock(),
    finished_at timestamptz,
    -- {"plans": 12}; a kind of which nothing went is not in it.
    counts jsonb NOT NULL DEFAULT '{}' CONSTRAINT purge_counts_are_an_object CHECK (jsonb_typeof(counts) = 'object'),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff
);

CREATE INDEX purge_run_finished ON purge_run (finished_at);

-- 4. What a dispute needs: while it stands nothing of theirs is purged, and nobody erases them.
CREATE TABLE legal_hold (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    placed_at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    lifted_at timestamptz,
    lifted_by bigint REFERENCES staff,
    lifted_operator_id bigint REFERENCES staff,
    CONSTRAINT legal_hold_is_lifted_after_it_was_placed CHECK (lifted_at >= placed_at)
);

CREATE UNIQUE INDEX one_open_hold_per_person ON legal_hold (person_id)
    WHERE lifted_at IS NULL;

GRANT SELECT, INSERT ON person_merge TO registrar_service;
GRANT SELECT ON purged_file TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON purge_run, legal_hold TO registrar_service;
