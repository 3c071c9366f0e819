-- Whose signature a list of revocations carries: when another key signs, lists are signed anew.

ALTER TABLE status_list ADD COLUMN signed_by text REFERENCES signing_key;
