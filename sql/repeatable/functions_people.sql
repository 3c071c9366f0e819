-- Whether two rows of people are one human: the same, or merged. A merge is one step, never a chain.
CREATE OR REPLACE FUNCTION is_one_human(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT one = other OR EXISTS (
        SELECT
        FROM person AS first
        JOIN person AS second ON coalesce(second.merged_into, second.id) = coalesce(first.merged_into, first.id)
        WHERE first.id = one AND second.id = other
    )
$$;
