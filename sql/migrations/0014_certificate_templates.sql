-- How a program version's certificates are worded and coloured; NULL is as usual.

ALTER TABLE program_version
    ADD COLUMN certificate_template jsonb
        CONSTRAINT certificate_template_is_an_object CHECK (jsonb_typeof(certificate_template) = 'object');
