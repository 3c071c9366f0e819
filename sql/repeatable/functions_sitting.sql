-- The words of items, for the candidate who sits them now: the one door to stems and options for the service.
--
-- It answers only for an online attempt that is open and in time, and at the positions that are asked for.
CREATE OR REPLACE FUNCTION sitting_text(attempt bigint, positions integer[])
RETURNS TABLE ("position" smallint, stem text, options text[])
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT form_item.position, item_text.stem, item_text.options
    FROM public.attempt AS sitting
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
