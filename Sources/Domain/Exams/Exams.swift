import Foundation
import Postgres

/// Item banks and forms; what they hold leaves through the sitting alone.
package struct Exams: Sendable {
    let store: Store
    let seal: ItemSeal

    init(store: Store, secrets: Secrets) {
        self.store = store
        seal = ItemSeal(key: secrets.items)
    }

    /// The sample exams that come with the software, as files.
    package static var samples: [ExamFile.Source] {
        get throws {
            let folder = Bundle.module.bundleURL.appending(path: "SampleExams", directoryHint: .isDirectory)
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "yaml" }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
                .map { .init(name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
        }
    }

    package func list(by actor: Actor) async throws -> [ExamSummary] {
        try actor.require(.examine)
        return try await store.read {
            try $0.all(
                """
                SELECT
                    exam.code, exam.name,
                    (SELECT count(DISTINCT item.code) FROM item WHERE item.exam_id = exam.id) AS items,
                    ARRAY(
                        SELECT newest_form.code
                        FROM newest_form
                        WHERE newest_form.exam_id = exam.id
                        ORDER BY newest_form.code
                    ) AS forms,
                    (
                        SELECT count(*)
                        FROM attempt
                        JOIN exam_form ON exam_form.id = attempt.form_id
                        WHERE exam_form.exam_id = exam.id
                    ) AS attempts
                FROM exam
                ORDER BY exam.code
                """
            )
        }
    }

    /// An exam with every version of its forms, and its items by code: no stem, no option and no key.
    ///
    /// - Throws: `exam-unknown`.
    package func show(code: String, by actor: Actor) async throws -> ExamDetail {
        try actor.require(.examine)
        return try await store.snapshot { connection in
            let exam = try connection.exam(code)
            return ExamDetail(
                exam: exam,
                forms: try connection.forms(of: exam.id),
                items: try connection.all(
                    """
                    SELECT DISTINCT ON (item.code)
                        item.code, item.version, item.area, item.options, encode(item.digest, 'hex') AS digest,
                        ARRAY(
                            SELECT newest_form.code
                            FROM form_item
                            JOIN newest_form ON newest_form.id = form_item.form_id
                            JOIN item AS any_version ON any_version.id = form_item.item_id
                            WHERE any_version.exam_id = item.exam_id AND any_version.code = item.code
                            ORDER BY newest_form.code
                        ) AS forms
                    FROM item
                    WHERE item.exam_id = \(exam.id)
                    ORDER BY item.code, item.version DESC
                    """
                )
            )
        }
    }
}

/// One line about an exam.
package struct ExamSummary: Codable, Sendable {
    package let code: String
    package let name: String
    package let items: Int
    package let forms: [String]
    package let attempts: Int
}

package struct ExamDetail: Codable, Sendable {
    package let exam: Exam
    /// Newest version of each first.
    package let forms: [ExamForm]
    package let items: [ExamItem]
}

extension Connection {
    /// - Throws: `exam-unknown`.
    func exam(_ code: String) throws -> Exam {
        let code = code.uppercased()
        guard let exam: Exam = try first("SELECT id, code, name FROM exam WHERE code = \(code)") else {
            throw Refusal.notFound(
                "exam-unknown",
                "There is no exam \(code). `registrar exam list` shows which there are."
            )
        }
        return exam
    }

    /// Every version of every form, by code, newest first.
    func forms(of exam: ExamID) throws -> [ExamForm] {
        try all(
            """
            SELECT
                exam_form.id, exam_form.code, exam_form.version, exam_form.minutes, exam_form.cut_hundredths,
                exam_form.cut_method, exam_form.cut_study, encode(exam_form.digest, 'hex') AS digest,
                exam_form.frozen_at,
                (SELECT count(*) FROM form_item WHERE form_item.form_id = exam_form.id) AS items,
                (
                    SELECT count(*)
                    FROM form_item
                    WHERE form_item.form_id = exam_form.id AND form_item.is_scored
                ) AS scored,
                (SELECT count(*) FROM attempt WHERE attempt.form_id = exam_form.id) AS attempts
            FROM exam_form
            WHERE exam_form.exam_id = \(exam)
            ORDER BY exam_form.code, exam_form.version DESC
            """
        )
    }
}
