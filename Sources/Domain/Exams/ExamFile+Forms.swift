import Foundation
import Psychometrics
import Yams

extension ExamReading {
    /// - Parameter pretest: Items of the file that count in no score wherever they stand.
    func form(_ node: Node, _ pretest: Set<String>, _ codes: inout CodesInUse) -> ExamFile.Form? {
        let keys = ["code", "minutes", "items", "pretest", "cut"]
        guard let fields = yaml.mapping(node, "A form", keys: keys) else { return nil }
        let code = self.code(fields, longest: 20, like: /[A-Z0-9]+(-[A-Z0-9]+)*/, "capitals and digits: A, 2027-B")
        if let code, let node = fields.pairs["code"] { use(code, at: node, &codes) }
        let minutes = yaml.present(fields, "minutes").flatMap { _ in yaml.integer(fields, "minutes", in: 1...1_440) }
        let listed = itemList(yaml.list(fields, "items"), "stands twice on this form")
        let only = fields.pairs["pretest"] == nil ? [] : itemList(yaml.list(fields, "pretest"), "is named twice here")
        let known = Set(listed.map(\.code))
        for entry in only where !known.contains(entry.code) {
            yaml.report(entry.node, "\(entry.code) is a pretest item of this form, but not on it; add it to items.")
        }
        let unscored = pretest.union(only.map(\.code))
        let entries = listed.map {
            ExamFile.Form.Entry(item: $0.code, isScored: !unscored.contains($0.code), place: yaml.place($0.node))
        }
        let scored = entries.filter(\.isScored).map(\.item)
        if !entries.isEmpty, scored.isEmpty {
            yaml.report(node, "Every item of this form is a pretest item; one counts.")
        }
        let cut = yaml.present(fields, "cut").flatMap { self.cut($0, scored: scored) }
        guard let code, let minutes, let cut, !entries.isEmpty else { return nil }
        return ExamFile.Form(
            code: code,
            minutes: minutes.value,
            entries: entries,
            cutHundredths: cut.hundredths,
            cutMethod: cut.method,
            cutStudy: cut.study
        )
    }

    private func itemList(_ nodes: [Node], _ twice: String) -> [(code: String, node: Node)] {
        var seen: Set<String> = []
        return nodes.compactMap { node in
            guard let code = node.scalar?.string, code.wholeMatch(of: /[A-Za-z0-9]+(-[A-Za-z0-9]+)*/) != nil,
                code.count <= 40
            else {
                yaml.report(node, "Items are named by their codes, as in `[VITAL-01, VITAL-02]`.")
                return nil
            }
            guard seen.insert(code).inserted else {
                yaml.report(node, "The item \(code) \(twice).")
                return nil
            }
            return (code, node)
        }
    }

    private typealias Cut = (hundredths: Int, method: ExamForm.CutMethod, study: CutStudy)

    private func cut(_ node: Node, scored: [String]) -> Cut? {
        let keys = ["method", "value", "words", "judges", "ratings"]
        guard let fields = yaml.mapping(node, "The cut", keys: keys),
            let method = yaml.choice(fields, "method", of: ExamForm.CutMethod.self)
        else { return nil }
        let foreign = method.value == .set ? ["judges", "ratings"] : ["value", "words"]
        for key in foreign {
            guard let node = fields.pairs[key] else { continue }
            yaml.report(node, "\(key) does not go with the method \(method.value.rawValue).")
        }
        return switch method.value {
        case .set: setCut(fields, scored: scored)
        case .modifiedAngoff: studiedCut(fields, scored: scored)
        }
    }

    private func setCut(_ fields: YAMLReading.Fields, scored: [String]) -> Cut? {
        let words = yaml.text(fields, "words", longest: 1_000)
        guard let node = yaml.present(fields, "value") else { return nil }
        guard let match = node.scalar?.string.wholeMatch(of: /([0-9]{1,5})(?:\.([0-9]{1,2}))?/),
            let points = Int(match.1)
        else {
            yaml.report(node, "value is a number of points with at most two decimals: 68, or 67.25.")
            return nil
        }
        let decimals = match.2.map { $0.count == 1 ? "\($0)0" : String($0) } ?? "0"
        let hundredths = points * 100 + (Int(decimals) ?? 0)
        guard !scored.isEmpty, isPossible(hundredths, of: scored.count, node), let words else { return nil }
        return (hundredths, .set, CutStudy(words: words.value))
    }

    private func isPossible(_ hundredths: Int, of scored: Int, _ node: Node?) -> Bool {
        do {
            _ = try CutScore((hundredths + 99) / 100, of: scored)
            return true
        } catch {
            yaml.report(node, "\(error)")
            return false
        }
    }

    private func studiedCut(_ fields: YAMLReading.Fields, scored: [String]) -> Cut? {
        let judges = yaml.list(fields, "judges")
        let names = judges.compactMap { $0.scalar?.string.trimmedOrNil }
        guard names.count == judges.count, Set(names).count == names.count, !names.isEmpty else {
            if !judges.isEmpty { yaml.report(judges[0], "judges is a list of names, each once, as in `[J1, J2, J3]`.") }
            return nil
        }
        guard let node = yaml.present(fields, "ratings"), let byItem = node.mapping else {
            if let node = fields.pairs["ratings"] {
                yaml.report(node, "ratings is a mapping from item to its ratings, as in `VITAL-01: [80, 65, 70]`.")
            }
            return nil
        }
        var ratings: [String: [Int]] = [:]
        var isWhole = true
        for (key, row) in byItem {
            guard let item = key.scalar?.string, scored.contains(item) else {
                yaml.report(key, "Here are ratings of an item that is not scored on this form.")
                isWhole = false
                continue
            }
            let read = rated(row, item, by: names)
            isWhole = isWhole && read != nil
            ratings[item] = read
        }
        for item in scored where isWhole && ratings[item] == nil {
            yaml.report(node, "The item \(item) is scored, and no judge rated it.")
            isWhole = false
        }
        guard isWhole, !scored.isEmpty else { return nil }
        let rows: [[Int?]] = names.indices.map { judge in scored.map { ratings[$0]?[judge] } }
        do {
            let study = try AngoffStudy(ratings: rows, items: scored.count)
            let total = study.sums.reduce(0, +)
            let hundredths = (total + study.judges - 1) / study.judges
            _ = try study.cut()
            return (hundredths, .modifiedAngoff, CutStudy(judges: names, ratings: ratings))
        } catch {
            yaml.report(node, "\(error)")
            return nil
        }
    }

    private func rated(_ row: Node, _ item: String, by judges: [String]) -> [Int]? {
        guard let cells = row.sequence.map(Array.init) else {
            yaml.report(row, "The ratings of \(item) are a list, one of each judge: \(judges.joined(separator: ", ")).")
            return nil
        }
        guard cells.count == judges.count else {
            let missing = cells.count < judges.count ? "; the rating of \(judges[cells.count]) is missing" : ""
            yaml.report(row, "\(item) has \(cells.count) ratings of \(judges.count) judges\(missing).")
            return nil
        }
        let ratings = zip(cells, judges).compactMap { cell, judge -> Int? in
            guard cell.tag == Tag(.int), let rating = cell.int, (0...100).contains(rating) else {
                yaml.report(cell, "A rating is whole hundredths, 0 to 100; that of \(judge) for \(item) is not.")
                return nil
            }
            return rating
        }
        return ratings.count == judges.count ? ratings : nil
    }
}
