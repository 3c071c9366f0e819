import Foundation

/// Who came to a cohort, as staff say it; each confirmed seat is named once, unless the rest is said to have come.
package struct Attendance: Sendable {
    /// One statement about one person.
    package struct Mark: Sendable {
        /// Where it was made, for whoever has to mend it: `list.csv:3`.
        let place: String
        /// The number of the enrollment, or the address.
        let who: String
        let came: Bool
    }

    let marks: [Mark]
    /// Whether everyone who is not named came.
    let restCame: Bool

    /// - Parameters:
    ///   - attended: Numbers of enrollments.
    ///   - noShow: Numbers of enrollments.
    package init(attended: [Int] = [], noShow: [Int] = [], restAttended: Bool = false) {
        marks =
            attended.map { Mark(place: "attended", who: String($0), came: true) }
            + noShow.map { Mark(place: "no_show", who: String($0), came: false) }
        restCame = restAttended
    }

    init(marks: [Mark]) {
        self.marks = marks
        restCame = false
    }

    /// Those of the confirmed seats whose bearers came.
    ///
    /// - Throws: `Refusal` of kind invalid that lists everyone unknown, named twice, or missing.
    func resolve(_ seated: [Standing], in code: String) throws -> Set<EnrollmentID> {
        var problems: [Refusal.Problem] = []
        var came: Set<EnrollmentID> = []
        var named: [EnrollmentID: Mark] = [:]
        for mark in marks {
            guard let standing = seated.first(where: mark.isAbout) else {
                problems.append(.init(mark.place, "“\(mark.who)” has no confirmed seat in \(code)."))
                continue
            }
            if named.updateValue(mark, forKey: standing.id) != nil {
                problems.append(.init(mark.place, "“\(mark.who)” (\(standing.words)) is named twice; say it once."))
            }
            if mark.came { came.insert(standing.id) }
        }
        for standing in seated where named[standing.id] == nil {
            guard !restCame else {
                came.insert(standing.id)
                continue
            }
            problems.append(.init("missing", "Say whether \(standing.words) came, seat \(standing.seatNumber ?? 0)."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return came
    }
}

extension Attendance.Mark {
    fileprivate func isAbout(_ standing: Standing) -> Bool {
        if let number = Int(who) { return standing.id.rawValue == number }
        return (try? EmailAddress(typed: who)) == standing.email
    }
}

extension Standing {
    fileprivate var words: String { "enrollment \(id), \(name.rawValue)" }
}
