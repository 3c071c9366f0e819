import Foundation
import Postgres

/// A file beside what is stored: what becomes of each part, and what stands against it.
struct ExamComparison {
    private(set) var outcomes: [ExamOutcome] = []
    private(set) var problems: [Refusal.Problem] = []
    private(set) var hints: [Refusal.Problem] = []
    /// Of each item the version that counts afterwards.
    private(set) var versions: [String: Int]
    /// Items that count in no score wherever they stand, by what is stored or, where the file has the item, by the file.
    private let pretest: Set<String>

    init(_ file: ExamFile, over stored: StoredExam?, seal: ItemSeal) throws {
        versions = stored?.items.mapValues(\.version) ?? [:]
        let inFile = Set(file.items.map(\.code))
        pretest = Set(file.items.filter(\.isPretest).map(\.code)).union(
            (stored?.items.values.filter { $0.isPretest && !inFile.contains($0.code) } ?? []).map(\.code)
        )
        let renamed = stored.map { $0.name != file.name }
        let change: ExamOutcome.Change = renamed.map { $0 ? .replaces : .same } ?? .new
        outcomes.append(
            ExamOutcome(
                kind: .exam,
                exam: file.code,
                code: file.code,
                change: change,
                version: 1,
                seal: try seal(file.name)
            )
        )
        for item in file.items { try compare(item, in: file, over: stored, seal) }
        for form in file.forms { try compare(form, in: file, over: stored, seal) }
        let onForms = Set(file.forms.flatMap { $0.entries.map(\.item) })
        for item in file.items where !onForms.contains(item.code) && stored?.items[item.code]?.isOnForm != true {
            hints.append(.init(item.place, "No form uses the item \(item.code)."))
        }
        for form in file.forms where form.scored == 1 {
            let place = form.entries.first(where: \.isScored)?.place ?? file.place
            hints.append(
                .init(place, "The form \(form.code) has one scored item: how reliable it is cannot be told.")
            )
        }
    }

    private mutating func compare(
        _ item: ExamFile.Item,
        in file: ExamFile,
        over stored: StoredExam?,
        _ seal: ItemSeal
    ) throws {
        let old = stored?.items[item.code]
        var change = ExamOutcome.Change.new
        if let old {
            let hasSameWords = try old.digest == item.wordsDigest
            let hasSameKey = stored?.keys[old.id] == item.key
            if hasSameWords, !hasSameKey, old.isSat {
                problems.append(
                    .init(
                        item.place,
                        """
                        The item \(item.code) was sat with another key. A key that changes afterwards is a rescore, with a \
                        reason and an approver: `registrar exam rescore`.
                        """
                    )
                )
            }
            change = hasSameWords && hasSameKey && old.isPretest == item.isPretest ? .same : .newVersion
            if old.isPretest, !item.isPretest {
                hints.append(
                    .init(item.place, "The item \(item.code) was a pretest item; from its new version on it may count.")
                )
            }
        }
        let version = (old?.version ?? 0) + (change == .same ? 0 : 1)
        versions[item.code] = version
        outcomes.append(
            ExamOutcome(
                kind: .item,
                exam: file.code,
                code: item.code,
                change: change,
                version: version,
                seal: try item.sealed(by: seal)
            )
        )
    }

    private mutating func compare(
        _ form: ExamFile.Form,
        in file: ExamFile,
        over stored: StoredExam?,
        _ seal: ItemSeal
    ) throws {
        for entry in form.entries where versions[entry.item] == nil {
            problems.append(
                .init(
                    entry.place,
                    "The form \(form.code) names the item \(entry.item), which is in no bank of \(file.code)."
                )
            )
        }
        for entry in form.entries where entry.isScored && pretest.contains(entry.item) {
            problems.append(
                .init(
                    entry.place,
                    """
                    The item \(entry.item) is a pretest item and counts on no form. Name it among pretest of this form too; \
                    or, if it is to count from now on, give the item again without pretest.
                    """
                )
            )
        }
        let old = stored?.forms[form.code]
        let digest = try form.digest(versions)
        let change: ExamOutcome.Change =
            switch old {
            case nil: .new
            case .some(let old) where old.digest == digest: .same
            case .some(let old): old.isFrozen ? .newVersion : .replaces
            }
        let raises = change == .new || change == .newVersion
        outcomes.append(
            ExamOutcome(
                kind: .form,
                exam: file.code,
                code: form.code,
                change: change,
                version: (old?.version ?? 0) + (raises ? 1 : 0),
                seal: try seal(digest)
            )
        )
    }
}
