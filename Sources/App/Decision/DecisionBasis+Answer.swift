import Domain
import Postgres

extension DecisionBasis {
    /// All that a decision rests on, for programs.
    var json: JSON {
        [
            "cohort": .string(cohort), "program": .string(program), "program_version": .integer(programVersion),
            "program_digest": .string(programDigest), "grants": .string(grants.rawValue),
            "attendance_event": .integer(attendanceEvent), "on_evidence": .bool(onEvidence ?? false),
            "requirements": .list(requirements ?? [], \.json), "written": .list(written ?? [], \.json),
            "practical": .list(practical ?? [], \.json),
        ]
    }

    /// Line by line, for people.
    var lines: [(label: String, value: Table.Cell)] {
        [("Program", .init("\(program) version \(programVersion), \(programDigest.prefix(12))…"))]
            + (requirements ?? []).map { ("Requirement", .init($0.wordsWithWaivers, $0.isMet ? .good : .waiting)) }
            + (written ?? []).map { ("Written", .init($0.words, $0.passed ? .good : .bad)) }
            + (practical ?? []).map { ("Practical", .init($0.words, $0.passed ? .good : .bad)) }
    }
}

extension DecisionBasis.Requirement {
    fileprivate var wordsWithWaivers: String { ([words] + (waivers ?? []).map(\.words)).joined(separator: ", ") }

    var json: JSON {
        [
            "code": .string(code), "name": .string(name), "kind": .string(kind.rawValue), "state": .string(state),
            "done": .integer(done), "needed": .integer(needed), "valid_until": .text(validUntil.map { "\($0)" }),
            "events": .list(events, JSON.integer), "evidence": .list(evidence, JSON.string),
            "waivers": .list(waivers ?? [], \.json),
        ]
    }
}

extension DecisionBasis.Written {
    fileprivate var words: String {
        "\(exam), form \(form) version \(formVersion), try \(number): \(raw) of \(items), cut \(cut)"
            + (scoreNumber > 1 ? ", rescored \(scoreNumber - 1) ×" : "")
    }

    fileprivate var json: JSON {
        [
            "enrollment": enrollment.map(JSON.integer) ?? .null,
            "requirement": .string(requirement), "exam": .string(exam), "form": .string(form),
            "form_version": .integer(formVersion), "try": .integer(number), "attempt": .integer(attempt),
            "eligibility": .integer(eligibility), "score": .integer(score), "score_number": .integer(scoreNumber),
            "raw": .integer(raw), "items": .integer(items), "cut": .integer(cut), "passed": .bool(passed),
            "answers_digest": .string(answersDigest), "keys_digest": .string(keysDigest),
        ]
    }
}

extension DecisionBasis.Practical {
    private var points: String { doubledPoints.isMultiple(of: 2) ? "\(doubledPoints / 2)" : "\(doubledPoints / 2).5" }

    fileprivate var words: String {
        "\(practical) version \(version), try \(number): \(points) of \(maximum), cut \(cut), \(tasks.count) raters"
            + (unsafe.isEmpty ? "" : ", \(unsafe.count) unsafe")
    }

    fileprivate var json: JSON {
        [
            "enrollment": enrollment.map(JSON.integer) ?? .null,
            "requirement": .string(requirement), "practical": .string(practical), "version": .integer(version),
            "digest": .string(digest), "try": .integer(number), "attempt": .integer(attempt),
            "eligibility": .integer(eligibility), "tasks": .list(tasks, JSON.integer),
            "points": .number(Double(doubledPoints) / 2), "maximum": .integer(maximum), "cut": .integer(cut),
            "unsafe": .list(unsafe, JSON.integer), "passed": .bool(passed),
        ]
    }
}
