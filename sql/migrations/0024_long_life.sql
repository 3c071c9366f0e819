-- A certificate's long life: what may follow its first version, and certificates that no decision here granted.

ALTER TABLE certificate_version
    DROP CONSTRAINT certificate_version_kind_is_known,
    ADD CONSTRAINT certificate_version_kind_is_known CHECK (
        kind IN ('issued', 'imported', 'corrected', 'renewed', 'reinstated', 'reissued')
    ),
    ADD CONSTRAINT certificate_version_begins_with_its_first CHECK (
        kind <> 'issued' OR number = 1
    );

ALTER TABLE certificate_event
    DROP CONSTRAINT certificate_event_kind_is_known,
    ADD CONSTRAINT certificate_event_kind_is_known CHECK (
        kind IN (
            'issued', 'imported', 'suspended', 'reinstated', 'revoked', 'surrendered', 'corrected', 'renewed', 'reissued',
            'erased'
        )
    ),
    DROP CONSTRAINT certificate_event_has_a_reason_in_words,
    ADD CONSTRAINT certificate_event_has_a_reason_in_words CHECK (
        kind IN ('issued', 'imported', 'renewed', 'reissued', 'erased')
        OR (reason IS NOT NULL AND payload_id IS NOT NULL)
    );

ALTER TABLE certificate
    -- 'legacy' came from the institute's old records: no decision here granted it.
    ADD COLUMN origin text NOT NULL DEFAULT 'decision'
        CONSTRAINT certificate_origin_is_known CHECK (origin IN ('decision', 'legacy')),
    -- The credential as it was called when it was issued; NULL is the program's name.
    ADD COLUMN credential_name text
        CONSTRAINT credential_name_has_1_to_200_characters CHECK (char_length(credential_name) BETWEEN 1 AND 200),
    ADD CONSTRAINT certificate_has_its_origin CHECK ((origin = 'decision') = (decision_id IS NOT NULL)),
    DROP CONSTRAINT certificate_version_counts_from_1,
    -- Nothing was ever signed here of an old certificate whose term had ended before it came.
    ADD CONSTRAINT certificate_version_counts_from_1 CHECK (version >= 1 OR (version = 0 AND origin = 'legacy'));
