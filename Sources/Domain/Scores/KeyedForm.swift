import Crypto
import Foundation
import Postgres
import Psychometrics

/// A form with the keys that count, as scoring needs it; it never leaves the operation that read it as examiner.
struct KeyedForm {
    struct Entry: Decodable {
        let position: Int
        let item: Int
        let code: String
        let area: String
        let options: Int
        let isScored: Bool
        /// The right option, from 1.
        var key: Int
        var keyVersion: Int
    }

    let version: FormVersion
    let entries: [Entry]
    let form: Psychometrics.Form
    let cut: CutScore

    init(_ version: FormVersion, cutHundredths: Int, _ entries: [Entry]) throws {
        self.version = version
        self.entries = entries
        do {
            form = try Psychometrics.Form(
                version: version.printed,
                items: entries.map {
                    Item(area: $0.area, options: $0.options, key: $0.key - 1, isScored: $0.isScored)
                }
            )
            // ⌈cut⌉ in whole numbers.
            cut = try CutScore((cutHundredths + 99) / 100, of: form.scored)
        } catch let refusal as Psychometrics.Form.Refusal {
            // Its words would name a key.
            throw Self.unusable(
                version,
                refusal == .nothingScored ? refusal.description : "an item's key does not fit it."
            )
        } catch let refusal as CutScore.Refusal {
            throw Self.unusable(version, refusal.description)
        }
    }

    /// The same form with other keys, by item: a version further each.
    func changing(_ keys: [Int: Int]) throws -> KeyedForm {
        let changed = entries.map { entry in
            var entry = entry
            if let key = keys[entry.item] {
                entry.key = key
                entry.keyVersion += 1
            }
            return entry
        }
        return try KeyedForm(version, cutHundredths: cut.raw * 100, changed)
    }

    /// SHA-256 over item, key version and whether it is scored, by position; it tells nothing about a key.
    var keysDigest: Data {
        let lines = entries.map { "\($0.position) \($0.item) \($0.keyVersion) \($0.isScored)" }
        return Data(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
    }

    private static func unusable(_ version: FormVersion, _ words: String) -> Refusal {
        .conflict("form-unusable", "The form \(version.printed) cannot be scored: \(words)")
    }
}

extension Connection {
    /// A form with its latest keys.
    func keyedForm(_ id: Int) throws -> KeyedForm {
        let version = try formVersion(id)
        let cut: Int = try one("SELECT cut_hundredths FROM exam_form WHERE id = \(id)")
        let entries: [KeyedForm.Entry] = try asExaminer {
            try all(
                """
                SELECT
                    form_item.position, item.id AS item, item.code, item.area, item.options, form_item.is_scored,
                    latest.option AS key, latest.version AS key_version
                FROM form_item
                JOIN item ON item.id = form_item.item_id
                CROSS JOIN LATERAL (
                    SELECT item_key.option, item_key.version
                    FROM item_key
                    WHERE item_key.item_id = item.id
                    ORDER BY item_key.version DESC
                    LIMIT 1
                ) AS latest
                WHERE form_item.form_id = \(id)
                ORDER BY form_item.position
                """
            )
        }
        return try KeyedForm(version, cutHundredths: cut, entries)
    }
}
