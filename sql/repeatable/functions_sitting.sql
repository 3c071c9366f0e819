-- The words of items, for the candidate who sits them now: the one door to stems and options for the service.
--
-- It answers only for an online attempt that is open and in time, of somebody who has their seat still, and at the positions
-- that are asked for.
CREATE OR REPLACE FUNCTION sitting_text(attempt bigint, positions integer[])
RETURNS TABLE ("position" smallint, stem text, options text[])
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT form_item.position, item_text.stem, item_text.options
    FROM public.attempt AS sitting
    JOIN public.enrollment ON enrollment.id = sitting.enrollment_id AND enrollment.state IN ('confirmed', 'attended')
    JOIN public.form_item ON form_item.form_id = sitting.form_id
    JOIN public.item_text ON item_text.item_id = form_item.item_id
    WHERE sitting.id = $1
        AND sitting.kind = 'online'
        AND sitting.finished_at IS NULL
        AND public.registrar_clock() <= sitting.ends_at
        AND form_item.position = ANY($2)
$$;

REVOKE ALL ON FUNCTION sitting_text FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sitting_text TO registrar_service;

-- The database's clock says what is late, and an answer is one of the item's options. The clock is read under a lock that
-- whoever ends the attempt waits for, so that an answer in time is there when it is scored. Of late answers as many are kept
-- as the form has questions, one after the other: enough to see what happened, and no way to fill a disk.
CREATE OR REPLACE FUNCTION answer_is_dated_and_possible() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    sitting record;
BEGIN
    SELECT attempt.kind, attempt.form_id, attempt.ends_at, attempt.finished_at, item.options INTO sitting
    FROM attempt
    JOIN form_item ON form_item.form_id = attempt.form_id AND form_item.position = NEW.position
    JOIN item ON item.id = form_item.item_id
    WHERE attempt.id = NEW.attempt_id
    FOR SHARE OF attempt;
    IF sitting IS NULL OR NEW.option NOT BETWEEN 1 AND sitting.options THEN
        RAISE EXCEPTION 'attempt % has no option % at position %', NEW.attempt_id, NEW.option, NEW.position
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_is_an_option_of_its_item';
    END IF;
    NEW.at := registrar_clock();
    NEW.is_late := sitting.finished_at IS NOT NULL OR (sitting.kind = 'online' AND NEW.at > sitting.ends_at);
    IF NEW.is_late THEN
        PERFORM pg_advisory_xact_lock(hashtext('answer_is_late'), hashint8(NEW.attempt_id));
        IF (SELECT count(*) FROM answer WHERE answer.attempt_id = NEW.attempt_id AND answer.is_late)
            >= (SELECT count(*) FROM form_item WHERE form_item.form_id = sitting.form_id) THEN
            RAISE EXCEPTION 'attempt % has as many late answers as questions', NEW.attempt_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'late_answers_are_at_most_the_questions';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER answer_is_dated_and_possible BEFORE INSERT ON answer
    FOR EACH ROW EXECUTE FUNCTION answer_is_dated_and_possible();
