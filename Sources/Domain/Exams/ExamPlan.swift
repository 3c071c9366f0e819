import Foundation
import Postgres

/// What will become of one exam, item or form of a file; codes and seals, no word of an item and no key.
package struct ExamOutcome: PlannedOutcome {
    package enum Kind: String, Codable, Sendable {
        case exam, item, form
    }

    package enum Change: String, Codable, Sendable {
        case new
        /// An item whose words changed, or a form that somebody sat.
        case newVersion = "new_version"
        /// Nobody sat the form yet, so it is replaced in place; an exam has another name.
        case replaces
        case same
    }

    package let kind: Kind
    package let exam: String
    package let code: String
    package let change: Change
    package let version: Int
    /// Stands for what it holds.
    package let seal: String

    package var subject: String { kind == .exam ? "exam \(code)" : "\(kind.rawValue) \(exam) \(code)" }
    package var words: String { "\(changeWords) (\(seal.prefix(8)))" }

    package var changeWords: String {
        switch change {
        case .new: "new"
        case .newVersion: "new version \(version)"
        case .replaces: "replaced"
        case .same: "the same"
        }
    }
}

/// The plan of an import, and what its files may have forgotten.
package struct ExamImportPlan: Sendable {
    package let plan: Plan<ExamOutcome>
    package let hints: [Refusal.Problem]
}

/// An exam as the database holds it: of each code the newest version.
struct StoredExam {
    struct Item: Decodable {
        let id: ExamItemID
        let code: String
        let version: Int
        let digest: Data
        let isSat: Bool
        let isPretest: Bool
        /// Where it stands on a newest form.
        let isOnForm: Bool
    }

    struct Form: Decodable {
        let id: ExamFormID
        let code: String
        let version: Int
        let digest: Data
        let isFrozen: Bool
    }

    let name: String
    let items: [String: Item]
    let forms: [String: Form]
    /// By item: which option is right.
    let keys: [ExamItemID: Int]
}

extension Connection {
    /// - Throws: what a caller without the examiner's role would meet; the caller's duty was checked before.
    func storedExam(_ code: String) throws -> StoredExam? {
        struct Key: Decodable {
            let itemId: ExamItemID
            let option: Int
        }
        guard let name: String = try first("SELECT name FROM exam WHERE code = \(code)") else { return nil }
        let items: [StoredExam.Item] = try all(
            """
            SELECT DISTINCT ON (item.code)
                item.id, item.code, item.version, item.digest, item.is_pretest,
                EXISTS (
                    SELECT
                    FROM form_item
                    JOIN exam_form ON exam_form.id = form_item.form_id
                    WHERE form_item.item_id = item.id AND exam_form.frozen_at IS NOT NULL
                ) AS is_sat,
                EXISTS (
                    SELECT
                    FROM form_item
                    JOIN newest_form ON newest_form.id = form_item.form_id
                    JOIN item AS any_version ON any_version.id = form_item.item_id
                    WHERE any_version.exam_id = item.exam_id AND any_version.code = item.code
                ) AS is_on_form
            FROM item
            JOIN exam ON exam.id = item.exam_id
            WHERE exam.code = \(code)
            ORDER BY item.code, item.version DESC
            """
        )
        let forms: [StoredExam.Form] = try all(
            """
            SELECT
                newest_form.id, newest_form.code, newest_form.version, newest_form.digest,
                newest_form.frozen_at IS NOT NULL AS is_frozen
            FROM newest_form
            JOIN exam ON exam.id = newest_form.exam_id
            WHERE exam.code = \(code)
            """
        )
        let ids = items.map(\.id)
        let keys: [Key] = try asExaminer {
            try all(
                """
                SELECT DISTINCT ON (item_id) item_id, option
                FROM item_key
                WHERE item_id = ANY(\(ids))
                ORDER BY item_id, version DESC
                """
            )
        }
        return StoredExam(
            name: name,
            items: Dictionary(uniqueKeysWithValues: items.map { ($0.code, $0) }),
            forms: Dictionary(uniqueKeysWithValues: forms.map { ($0.code, $0) }),
            keys: Dictionary(uniqueKeysWithValues: keys.map { ($0.itemId, $0.option) })
        )
    }
}
