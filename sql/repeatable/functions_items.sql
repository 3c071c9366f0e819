-- What the parts of an item and of a form must fit, beyond what a constraint can say.

-- As many options as its item says, each once; and a key that is one of them.
CREATE OR REPLACE FUNCTION item_words_fit_the_item() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    options CONSTANT integer := (SELECT item.options FROM item WHERE item.id = NEW.item_id);
BEGIN
    IF TG_TABLE_NAME = 'item_text' AND (
        SELECT count(DISTINCT option) FROM jsonb_array_elements_text(to_jsonb(NEW) -> 'options') AS option
    ) IS DISTINCT FROM options THEN
        RAISE EXCEPTION 'item % has % options, each once', NEW.item_id, options
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_text_has_each_option_once';
    END IF;
    IF TG_TABLE_NAME = 'item_key' AND (to_jsonb(NEW) ->> 'option')::integer > options THEN
        RAISE EXCEPTION 'the key of item % is none of its % options', NEW.item_id, options
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_key_is_one_of_the_options';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER item_words_fit_the_item BEFORE INSERT ON item_text
    FOR EACH ROW EXECUTE FUNCTION item_words_fit_the_item();
CREATE OR REPLACE TRIGGER item_words_fit_the_item BEFORE INSERT ON item_key
    FOR EACH ROW EXECUTE FUNCTION item_words_fit_the_item();

-- A form is made of the items of its exam, and a pretest item counts on none.
CREATE OR REPLACE FUNCTION form_item_is_of_the_exam() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF (SELECT item.exam_id FROM item WHERE item.id = NEW.item_id)
        IS DISTINCT FROM (SELECT exam_form.exam_id FROM exam_form WHERE exam_form.id = NEW.form_id) THEN
        RAISE EXCEPTION 'item % is of another exam than form %', NEW.item_id, NEW.form_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'form_item_is_of_the_exam';
    END IF;
    IF NEW.is_scored AND (SELECT item.is_pretest FROM item WHERE item.id = NEW.item_id) THEN
        RAISE EXCEPTION 'item % is a pretest item and counts on no form', NEW.item_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pretest_items_count_on_no_form';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER form_item_is_of_the_exam BEFORE INSERT OR UPDATE ON form_item
    FOR EACH ROW EXECUTE FUNCTION form_item_is_of_the_exam();
