import Postgres

/// A form as staff name it: `A`, with its exam `MES-WRITTEN/A`, with its version `MES-WRITTEN/A.2`.
///
/// Without a version the newest that somebody sat is meant, else the newest.
package struct FormReference: Hashable, Sendable {
    let exam: String?
    let code: String
    let version: Int?

    /// - Throws: `Refusal` of kind invalid for what no form can be called.
    package init(_ text: String) throws {
        guard let parts = text.uppercased().wholeMatch(of: /(?:([A-Z0-9-]+)\/)?([A-Z0-9-]+)(?:\.([0-9]{1,4}))?/) else {
            throw Refusal.invalid("form", "“\(text)” names no form; write it like A, MES-WRITTEN/A or MES-WRITTEN/A.2.")
        }
        exam = parts.1.map(String.init)
        code = String(parts.2)
        version = parts.3.flatMap { Int($0) }
    }
}

/// One version of a form, and what it is called.
package struct FormVersion: Codable, Hashable, Sendable {
    let id: Int
    package let exam: String
    package let examName: String
    package let code: String
    package let version: Int

    /// `MES-WRITTEN/A.2`
    package var printed: String { "\(exam)/\(code).\(version)" }
}

extension Connection {
    /// - Throws: `form-unknown`, and `form-ambiguous` where two exams have a form of that name.
    func formVersion(_ reference: FormReference) throws -> FormVersion {
        let found: [FormVersion] = try all(
            """
            SELECT DISTINCT ON (exam.code)
                exam_form.id, exam.code AS exam, exam.name AS exam_name, exam_form.code, exam_form.version
            FROM exam_form
            JOIN exam ON exam.id = exam_form.exam_id
            WHERE exam_form.code = \(reference.code)
                AND (\(reference.exam)::text IS NULL OR exam.code = \(reference.exam))
                AND (\(reference.version)::integer IS NULL OR exam_form.version = \(reference.version))
            ORDER BY exam.code, exam_form.frozen_at IS NULL, exam_form.version DESC
            """
        )
        guard let first = found.first else {
            let name = (reference.exam.map { "\($0)/" } ?? "") + reference.code
            let version = reference.version.map { " in version \($0)" } ?? ""
            throw Refusal.notFound("form-unknown", "There is no form \(name)\(version).")
        }
        guard found.count == 1 else {
            let names = found.map { "\($0.exam)/\($0.code)" }.joined(separator: ", ")
            throw Refusal.conflict(
                "form-ambiguous",
                "Several exams have a form \(reference.code): say which of \(names)."
            )
        }
        return first
    }

    func formVersion(_ id: Int) throws -> FormVersion {
        try one(
            """
            SELECT exam_form.id, exam.code AS exam, exam.name AS exam_name, exam_form.code, exam_form.version
            FROM exam_form
            JOIN exam ON exam.id = exam_form.exam_id
            WHERE exam_form.id = \(id)
            """
        )
    }
}
