import Postgres

extension Invariant {
    /// Claims that go on from others, and what staff decided in a queue.
    static let succession: [Invariant] = [
        Invariant(
            "restored_removals_have_one_successor",
            "A removal was undone exactly where one claim of the same arrival goes on from it.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE (enrollment.restored_at IS NOT NULL)::integer <> (
                SELECT count(*)
                FROM enrollment AS successor
                WHERE successor.predecessor_id = enrollment.id
                    AND successor.cohort_id = enrollment.cohort_id
                    AND successor.arrival = enrollment.arrival
            )
            """
        ),
        Invariant(
            "claims_go_on_as_the_same_person",
            "A claim goes on from an ended one of the same person, and no two go on from one.",
            """
            SELECT successor.id
            FROM enrollment AS successor
            JOIN enrollment AS predecessor ON predecessor.id = successor.predecessor_id
            WHERE predecessor.person_id <> successor.person_id
                OR predecessor.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                OR EXISTS (
                    SELECT
                    FROM enrollment AS other
                    WHERE other.predecessor_id = predecessor.id AND other.id < successor.id
                )
            """
        ),
        Invariant(
            "moved_claims_go_on",
            "Whoever was transferred or carried over has a claim in another cohort that goes on from it.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE enrollment.state IN ('transferred', 'carried')
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment AS successor
                    WHERE successor.predecessor_id = enrollment.id AND successor.cohort_id <> enrollment.cohort_id
                )
            """
        ),
        Invariant(
            "preferences_have_their_event",
            "Whoever goes first in a queue does so by a decision of staff that history holds, and the other way round.",
            """
            SELECT enrollment.id
            FROM enrollment
            LEFT JOIN (
                SELECT claim.cohort_id, claim.arrival, count(*) AS count
                FROM enrollment_event AS event
                JOIN enrollment AS claim ON claim.id = event.enrollment_id
                WHERE event.kind = 'preferred'
                GROUP BY claim.cohort_id, claim.arrival
            ) AS preferred USING (cohort_id, arrival)
            WHERE (enrollment.preferred_at IS NOT NULL AND preferred.count IS NULL)
                OR (
                    enrollment.preferred_at IS NULL
                    AND EXISTS (
                        SELECT
                        FROM enrollment_event AS event
                        WHERE event.enrollment_id = enrollment.id AND event.kind = 'preferred'
                    )
                )
            """
        ),
    ]
}
