extension Damage {
    /// To mail to many.
    static let campaigns: [Damage] = [
        Damage("campaigns_have_their_mails", ["1"], sent(recipients: 3)),
        Damage(
            "campaigns_reach_nobody_twice",
            ["campaign 1, person 1"],
            sent() + "DROP INDEX campaign_mail_once_per_person; UPDATE job SET person_id = 1 WHERE campaign_id = 1"
        ),
        Damage(
            "cancelled_campaigns_end",
            ["1000001", "1000002"],
            sent() + "UPDATE campaign SET state = 'cancelled'"
        ),
    ]

    /// A campaign with a mail to each of two people, written two hours ago.
    private static func sent(recipients: Int = 2) -> String {
        """
        INSERT INTO campaign (purpose, subject, template, digest, filter, recipients)
        VALUES ('updates', 'May', 'Hello', sha256('May'), 'purpose updates', \(recipients));
        INSERT INTO job (id, kind, is_bulk, campaign_id, person_id, created_at) OVERRIDING SYSTEM VALUE
        SELECT 1000000 + id, 'mail.campaign', true, 1, id, now() - interval '2 hours'
        FROM person
        WHERE id <= 2;

        """
    }
}
