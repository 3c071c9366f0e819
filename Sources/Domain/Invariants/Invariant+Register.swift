import Postgres

extension Invariant {
    /// Of old certificates, and of who stands in the public register.
    static let register: [Invariant] = [
        Invariant(
            "old_certificates_have_their_record",
            "Every old certificate, and no other, has its record, and every import the rows that it says.",
            """
            SELECT certificate.id
            FROM certificate
            LEFT JOIN legacy_certificate AS record ON record.certificate_id = certificate.id
            WHERE (certificate.origin = 'legacy') <> (record.certificate_id IS NOT NULL)
            UNION ALL
            SELECT 'import ' || legacy_import.id
            FROM legacy_import
            WHERE legacy_import.rows <> (
                SELECT count(*) FROM legacy_certificate WHERE legacy_certificate.import_id = legacy_import.id
            )
            """
        ),
        Invariant(
            "certificates_begin_as_they_came",
            "The history of every certificate begins with its issue, that of an old one with its import.",
            """
            SELECT certificate.id
            FROM certificate
            LEFT JOIN certificate_event AS event ON event.certificate_id = certificate.id AND event.number = 1
            WHERE event.kind IS DISTINCT FROM CASE WHEN certificate.origin = 'legacy' THEN 'imported' ELSE 'issued' END
            """
        ),
        Invariant(
            "imports_are_signed_in_time",
            "What was imported in term is signed within a day, where the keys are.",
            """
            SELECT certificate.id
            FROM certificate
            JOIN certificate_event AS event ON event.certificate_id = certificate.id AND event.number = 1
            WHERE \(Certificates.isToSign) AND event.at < (SELECT registrar_clock()) - interval '1 day'
            """
        ),
        Invariant(
            "register_equals_history",
            "In the public register is exactly who said so last, of the same certificate.",
            """
            SELECT coalesce(entry.certificate_id, last.certificate_id)
            FROM register_entry AS entry
            FULL JOIN (
                SELECT DISTINCT ON (certificate_id) certificate_id, kind
                FROM register_event
                ORDER BY certificate_id, number DESC
            ) AS last ON last.certificate_id = entry.certificate_id
            WHERE (entry.certificate_id IS NOT NULL) <> coalesce(last.kind = 'opted_in', false)
            """
        ),
    ]
}
