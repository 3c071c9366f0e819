package import Domain
import Foundation
import Postgres

/// A form that a test made, by what staff and programs call it.
package struct SampleForm: Sendable {
    package let id: Int
    /// As staff name it: `T-1/A`.
    package let name: String
    package let codes: [String]
}

extension TestDatabase {
    /// A form of items with four options each, I-01, I-02 …, in two areas by turns; its cut is in whole points.
    ///
    /// - Parameter keys: The right options, from 1, in the order of the form.
    package func sampleForm(keys: [Int], cut: Int, pretest: Set<Int> = []) async throws -> SampleForm {
        guard case .staff(let examiner) = try await staff(.examiner) else { throw Unexpected() }
        let exam = "T-\(nextNumber())"
        let codes = keys.indices.map { String(format: "I-%02d", $0 + 1) }
        let id: Int = try await owner.write { connection in
            let exam: Int = try connection.one(
                "INSERT INTO exam (code, name) VALUES (\(exam), 'Sample exam') RETURNING id"
            )
            let form: Int = try connection.one(
                """
                INSERT INTO exam_form (exam_id, code, version, minutes, cut_hundredths, cut_method, cut_study, digest)
                VALUES (\(exam), 'A', 1, 60, \(cut * 100 - 50), 'set', '{}', sha256('form'))
                RETURNING id
                """
            )
            for (place, key) in keys.enumerated() {
                let item: Int = try connection.one(
                    """
                    INSERT INTO item (exam_id, code, version, area, options, digest)
                    VALUES (\(exam), \(codes[place]), 1, \(place % 2 == 0 ? "Referral" : "Screening"), 4, sha256('item'))
                    RETURNING id
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO item_text (item_id, stem, options)
                    VALUES (\(item), 'Stem canary', ARRAY['a canary', 'b canary', 'c canary', 'd canary'])
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO item_key (item_id, version, option, staff_id)
                    VALUES (\(item), 1, \(key), \(examiner.id))
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO form_item (form_id, position, item_id, is_scored)
                    VALUES (\(form), \(place + 1), \(item), \(!pretest.contains(place)))
                    """
                )
            }
            return form
        }
        return SampleForm(id: id, name: "\(exam)/A", codes: codes)
    }

    /// Somebody sits a form to the end and is not scored yet; nil is a blank.
    ///
    /// - Parameter answers: The chosen options, from 1, in the order of the form.
    package func sit(
        _ form: SampleForm,
        _ claim: EnrollmentID,
        _ answers: [Int?],
        number: Int = 1
    ) async throws -> AttemptID {
        try await owner.write { connection in
            // Stories of scores are about points; who may sit what, and how often, is told elsewhere.
            try connection.execute("ALTER TABLE attempt DISABLE TRIGGER try_follows_the_policy")
            try connection.execute(
                "UPDATE exam_form SET frozen_at = registrar_clock() WHERE id = \(form.id) AND frozen_at IS NULL"
            )
            let attempt: AttemptID = try connection.one(
                """
                WITH exam AS (
                    SELECT requirement.id
                    FROM enrollment
                    JOIN cohort ON cohort.id = enrollment.cohort_id
                    JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                    WHERE enrollment.id = \(claim) AND requirement.kind = 'written_exam'
                    LIMIT 1
                ),
                used AS (
                    INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                    SELECT \(claim), exam.id, '{}'
                    FROM exam
                    RETURNING id, requirement_id
                )
                INSERT INTO attempt
                    (enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, ends_at)
                SELECT
                    \(claim), used.requirement_id, \(form.id), used.id, \(number), 'online', 1,
                    registrar_clock() + interval '1 hour'
                FROM used
                RETURNING id
                """
            )
            for (place, answer) in answers.enumerated() {
                guard let answer else { continue }
                try connection.execute(
                    "INSERT INTO answer (attempt_id, position, option) VALUES (\(attempt), \(place + 1), \(answer))"
                )
            }
            try connection.execute(
                "UPDATE attempt SET finished_at = registrar_clock(), finish = 'submitted' WHERE id = \(attempt)"
            )
            return attempt
        }
    }

    /// Somebody sits a form to the end and is scored.
    @discardableResult
    package func sitAndScore(
        _ form: SampleForm,
        _ claim: EnrollmentID,
        _ answers: [Int?],
        number: Int = 1
    ) async throws -> AttemptID {
        let attempt = try await sit(form, claim, answers, number: number)
        try await service.write { try $0.score(attempt) }
        return attempt
    }

    /// The number that stands for a candidate who has one.
    package func number(of claim: EnrollmentID) async throws -> Int {
        try await service.read { try $0.one("SELECT number FROM candidate WHERE enrollment_id = \(claim)") }
    }
}
