import Foundation

extension Refusal {
    static func sameCohort(_ code: String) -> Refusal {
        .invalid("to", "The seat is in \(code) already; choose another cohort of the same program.")
    }

    static func otherProgram(_ code: String, _ its: String, _ own: String) -> Refusal {
        .conflict(
            "other-program",
            "\(code) is a cohort of \(its), and this claim is for \(own). Choose another cohort of \(own)."
        )
    }

    static func alreadyThere(_ code: String, _ state: Enrollment.State) -> Refusal {
        .conflict(
            "already-there",
            state == .waitlisted
                ? "There is a place in the queue of \(code) already. Leave it first, or wait for the offer there."
                : "There is a live claim on \(code) already (\(state.rawValue)). End that one first."
        )
    }

    static func cohortFull(_ code: String) -> Refusal {
        .conflict(
            "cohort-full",
            """
            No seat is free in \(code). Nothing was changed, and this seat stays; on the page of \(code) one can join \
            its queue beside it.
            """
        )
    }

    static let notConfirmed = conflict(
        "not-confirmed",
        "Only a confirmed seat can move. Confirm it first, or give it back and ask in the other cohort."
    )

    static func movedAlready(to code: String) -> Refusal {
        .gone("transferred-already", "This seat moved to \(code) already. The mail about it has the link that counts.")
    }

    static let transferNotPromised = conflict(
        "transfer-not-promised",
        "This reservation was made without the right to move by yourself. Write to us: staff can do it."
    )

    static func transferTooLate(_ terms: Terms) -> Refusal {
        .conflict(
            "transfer-too-late",
            """
            By the terms of this reservation it could move until \(terms.transfer.until.formatted(.iso8601)). Write to \
            us: staff can still do it, for a reason.
            """
        )
    }

    static func transferTooOften(_ terms: Terms) -> Refusal {
        .conflict(
            "transfer-too-often",
            """
            By the terms of this reservation it moves \(terms.transfer.times == 1 ? "once" : "\(terms.transfer.times) times") \
            at most, and it has. Write to us: staff can still do it, for a reason.
            """
        )
    }

    static let reasonNeeded = invalid(
        "reason",
        "This goes beyond the terms of the reservation: say why, with a reason and its class."
    )
}
