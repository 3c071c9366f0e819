import Domain

extension ProgramVersion.Grants {
    /// What completing a program gives, as a page says it.
    var words: String {
        switch self {
        case .certification: "Certification"
        case .assessmentBasedCertificate: "Assessment-based certificate"
        case .attendance: "Certificate of attendance"
        case .nothing: "No certificate"
        }
    }
}

extension Cohort {
    /// Scope of what the program gives: “Assessment-based certificate, valid for 2 years”.
    var scope: String {
        guard let termMonths, grants != .nothing else { return grants.words }
        let years = termMonths / 12
        let term = termMonths % 12 == 0 ? (years == 1 ? "1 year" : "\(years) years") : "\(termMonths) months"
        return "\(grants.words), valid for \(term)"
    }

    /// Seats left and the length of the queue.
    var seatWords: String {
        let queue =
            switch waiting {
            case 0: ""
            case 1: " One person is waiting."
            default: " \(waiting) people are waiting."
            }
        switch seatsFree {
        case 0 where seatsTaken < capacity: return "Free seats are being offered to the queue.\(queue)"
        case 0: return capacity == 1 ? "The one seat is taken.\(queue)" : "\(allSeats) are taken.\(queue)"
        case capacity: return capacity == 1 ? "The one seat is free." : "\(allSeats) are free."
        case 1: return "1 seat left of \(capacity).\(queue)"
        default: return "\(seatsFree) seats left of \(capacity).\(queue)"
        }
    }

    private var allSeats: String { capacity == 2 ? "Both seats" : "All \(capacity) seats" }

    /// Why nobody can reserve now; nil while registration is open.
    var closedWords: String? {
        let clock = LocalClock(timeZone)
        return switch registration {
        case .open: nil
        case .notYetOpen: "Registration opens on \(clock.moment(registrationOpensAt))."
        case .over: "Registration ended on \(clock.moment(registrationClosesAt))."
        case .closed: "This cohort is closed and takes no one new."
        case .completed: "This cohort has taken place."
        case .cancelled: "This cohort was cancelled."
        case .started: "This cohort has started and takes no one new."
        }
    }
}

/// “1st”, “12th”, “22nd”.
func ordinal(_ number: Int) -> String {
    let ending =
        switch (number % 100, number % 10) {
        case (11...13, _): "th"
        case (_, 1): "st"
        case (_, 2): "nd"
        case (_, 3): "rd"
        default: "th"
        }
    return "\(number)\(ending)"
}

/// “Ada, Grace and Rosalind”.
func enumerated(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}
