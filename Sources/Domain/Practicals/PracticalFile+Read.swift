import Psychometrics
import Yams

extension PracticalFile {
    static let mostCriteria = 60

    /// Reads files of practical exams and reports every problem of all of them at once, each at `file:line:column`.
    ///
    /// - Throws: `Refusal` of kind invalid.
    package static func read(_ sources: [ProgramFile.Source]) throws -> [PracticalFile] {
        var problems: [Refusal.Problem] = []
        var practicals: [PracticalFile] = []
        var places: [String: String] = [:]
        for source in sources {
            let reading = PracticalReading(source)
            let practical = reading.practical()
            problems += reading.problems
            guard let (code, place) = reading.code else { continue }
            if let first = places.updateValue(place, forKey: code) {
                problems.append(.init(place, "The practical \(code) is described twice; first at \(first)."))
            }
            if let practical { practicals.append(practical) }
        }
        if sources.isEmpty { problems.append(.init("files", "Give at least one file of a practical exam.")) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return practicals
    }
}

/// One file on its way from YAML to a practical exam; collects what is wrong with it.
private final class PracticalReading {
    private let yaml: YAMLReading
    private(set) var code: (code: String, place: String)?
    private var places: [String: String] = [:]

    var problems: [Refusal.Problem] { yaml.problems }

    init(_ source: ProgramFile.Source) {
        yaml = YAMLReading(file: source.name, text: source.text)
    }

    func practical() -> PracticalFile? {
        guard let root = yaml.root(),
            let fields = yaml.mapping(root, "A practical exam", keys: ["code", "name", "cut", "criteria"])
        else { return nil }
        let code = yaml.text(fields, "code", longest: 40)
        if let code {
            self.code = (code.value, yaml.place(code.node))
            if code.value.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) == nil {
                yaml.report(code.node, "A practical's code is capitals and digits, with single hyphens between.")
            }
        }
        let name = yaml.text(fields, "name", longest: 200)
        let cut = yaml.integer(fields, "cut", in: 1...1_000_000)
        if fields.pairs["cut"] == nil {
            yaml.report(root, "A practical exam needs the key “cut”: the points that pass.")
        }
        let nodes = yaml.list(fields, "criteria")
        if nodes.count > PracticalFile.mostCriteria {
            yaml.report(nodes.last, "A practical has \(PracticalFile.mostCriteria) criteria at most.")
        }
        let criteria = nodes.compactMap(criterion)
        guard yaml.problems.isEmpty, let code, let name, let cut else { return nil }
        let practical = PracticalFile(code: code.value, name: name.value, cut: cut.value, criteria: criteria)
        do {
            _ = try practical.arithmetic()
            return practical
        } catch {
            yaml.report(error.node(of: cut.node, nodes), "\(error)")
            return nil
        }
    }

    private func criterion(_ node: Node) -> PracticalFile.Criterion? {
        let keys = ["code", "name", "levels", "weight", "safe_from"]
        guard let fields = yaml.mapping(node, "A criterion", keys: keys) else { return nil }
        let code = yaml.text(fields, "code", longest: 60)
        if let code {
            if code.value.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) == nil {
                yaml.report(code.node, "A criterion's code is small letters and digits, with single hyphens between.")
            }
            if let first = places.updateValue(yaml.place(code.node), forKey: code.value) {
                yaml.report(code.node, "The criterion “\(code.value)” stands twice; first at \(first).")
            }
        }
        let name = yaml.text(fields, "name", longest: 200)
        let levels = levels(of: fields)
        let weight = yaml.integer(fields, "weight", in: 0...1_000)
        let safeFrom = yaml.integer(fields, "safe_from", in: 1...max(1, (levels?.count ?? 10) - 1))
        guard let code, let name, let levels else { return nil }
        return PracticalFile.Criterion(
            code: code.value,
            name: name.value,
            levels: levels,
            weight: weight?.value ?? 1,
            safeFrom: safeFrom?.value
        )
    }

    /// Names of 2 to 10 levels, no two alike: a rater has to tell them apart.
    private func levels(of fields: YAMLReading.Fields) -> [String]? {
        let nodes = yaml.list(fields, "levels")
        guard !nodes.isEmpty else { return nil }
        var names: [String] = []
        for node in nodes {
            guard let name = node.scalar?.string.trimmed, !name.isEmpty, name.unicodeScalars.count <= 100 else {
                yaml.report(node, "A level is its name, in 1 to 100 characters.")
                continue
            }
            if names.contains(name) { yaml.report(node, "The level “\(name)” stands twice in this criterion.") }
            names.append(name)
        }
        if !(2...10).contains(nodes.count) {
            yaml.report(nodes.last, "A criterion has 2 to 10 levels, from the lowest up; here are \(nodes.count).")
        }
        return names
    }
}

extension Practical.Refusal {
    /// Where in the file it lies.
    fileprivate func node(of cut: Node, _ criteria: [Node]) -> Node {
        switch self {
        case .levels(let place), .weight(let place), .hurdle(let place), .notRated(let place), .outside(let place, _):
            criteria.indices.contains(place) ? criteria[place] : cut
        case .cut, .length: cut
        }
    }
}
