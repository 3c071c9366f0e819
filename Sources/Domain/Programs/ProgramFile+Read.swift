import Foundation
import Yams

extension ProgramFile {
    /// Reads program files and reports every problem of all of them at once, each at `file:line:column`.
    ///
    /// - Throws: `Refusal` of kind invalid.
    package static func read(_ sources: [Source]) throws -> [ProgramFile] {
        var problems: [Refusal.Problem] = []
        var programs: [ProgramFile] = []
        var places: [String: String] = [:]
        for source in sources {
            let reading = ProgramReading(source)
            let program = reading.program()
            problems += reading.problems
            guard let (code, place) = reading.code else { continue }
            if let first = places.updateValue(place, forKey: code) {
                problems.append(.init(place, "The program \(code) is described twice; first at \(first)."))
            }
            if let program { programs.append(program) }
        }
        if sources.isEmpty {
            problems.append(.init("files", "Give at least one program file."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return programs
    }
}

/// One file on its way from YAML to a program; collects what is wrong with it.
private final class ProgramReading {
    private let yaml: YAMLReading
    private(set) var code: (code: String, place: String)?

    var problems: [Refusal.Problem] { yaml.problems }

    init(_ source: ProgramFile.Source) {
        yaml = YAMLReading(file: source.name, text: source.text)
    }

    func program() -> ProgramFile? {
        guard let root = yaml.root() else { return nil }
        let keys = [
            "code", "name", "summary", "grants", "term_months", "sample", "terms", "certificate", "renewal", "modules",
        ]
        guard let fields = yaml.mapping(root, "A program", keys: keys) else { return nil }
        let code = yaml.text(fields, "code", longest: 20)
        if let code {
            self.code = (code.value, yaml.place(code.node))
            if code.value.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) == nil {
                yaml.report(
                    code.node,
                    "A program's code is capitals and digits, with single hyphens between: MES, MET-101."
                )
            }
        }
        let name = yaml.text(fields, "name", longest: 200)
        let summary = yaml.text(fields, "summary", longest: 2000)
        let grants = yaml.choice(fields, "grants", of: ProgramVersion.Grants.self)
        let term = yaml.integer(fields, "term_months", in: 1...120)
        if case .certification = grants?.value, fields.pairs["term_months"] == nil {
            yaml.report(grants?.node, "A certification has a term; add term_months, as in `term_months: 24`.")
        }
        if case .nothing = grants?.value, let term {
            yaml.report(term.node, "A program that grants nothing has no term; take term_months away.")
        }
        let sample = yaml.boolean(fields, "sample")
        let terms = yaml.terms(of: fields)
        let certificate = yaml.certificateTemplate(of: fields)
        let renewal = yaml.renewal(of: fields)
        let modules = modules(of: fields)
        guard yaml.problems.isEmpty, let code, let name, let summary, let grants else { return nil }
        return ProgramFile(
            code: code.value,
            name: name.value,
            summary: summary.value,
            grants: grants.value,
            termMonths: term?.value,
            isSample: sample?.value ?? false,
            terms: terms,
            certificate: certificate,
            renewal: renewal,
            modules: modules
        )
    }

    private func modules(of program: YAMLReading.Fields) -> [ProgramFile.Module] {
        var moduleCodes = CodesInUse("module")
        var requirementCodes = CodesInUse("requirement")
        let modules = yaml.list(program, "modules").compactMap { node -> ProgramFile.Module? in
            guard let fields = yaml.mapping(node, "A module", keys: ["code", "name", "requirements"]) else {
                return nil
            }
            let code = stepCode(fields, &moduleCodes)
            let name = yaml.text(fields, "name", longest: 200)
            let requirements = yaml.list(fields, "requirements").compactMap { requirement($0, &requirementCodes) }
            guard let code, let name else { return nil }
            return ProgramFile.Module(code: code, name: name.value, requirements: requirements)
        }
        for (before, named) in precedents {
            for node in named where !before.contains(node.scalar?.string ?? "") {
                let code = node.scalar?.string ?? ""
                let isKnown = requirementCodes.places[code] != nil
                yaml.report(
                    node,
                    isKnown
                        ? "The requirement “\(code)” comes no earlier than this one; after names earlier ones."
                        : "There is no requirement “\(code)” in this program."
                )
            }
        }
        return modules
    }

    /// For each `after`: the requirements that come before it, and those that it names.
    private var precedents: [(before: Set<String>, named: [Node])] = []

    private func requirement(_ node: Node, _ codes: inout CodesInUse) -> ProgramFile.Requirement? {
        let keys = ["code", "kind", "name"] + RequirementDetail.keys
        guard let fields = yaml.mapping(node, "A requirement", keys: keys) else { return nil }
        let before = Set(codes.places.keys)
        let code = stepCode(fields, &codes)
        let kind = yaml.choice(fields, "kind", of: ProgramFile.Requirement.Kind.self)
        let name = yaml.text(fields, "name", longest: 200)
        let detail = kind.flatMap { yaml.detail(of: fields, $0.value) }
        if let named = fields.pairs["after"]?.sequence {
            precedents.append((before, named.filter { $0.scalar != nil }))
        }
        guard let code, let kind, let name else { return nil }
        return ProgramFile.Requirement(code: code, kind: kind.value, name: name.value, detail: detail)
    }

    private func stepCode(_ fields: YAMLReading.Fields, _ codes: inout CodesInUse) -> String? {
        guard let code = yaml.text(fields, "code", longest: 60) else { return nil }
        if code.value.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) == nil {
            yaml.report(code.node, "A \(codes.noun)'s code is small letters and digits, with single hyphens between.")
        }
        if let first = codes.places.updateValue(yaml.place(code.node), forKey: code.value) {
            yaml.report(code.node, "The \(codes.noun) code “\(code.value)” is used twice; first at \(first).")
        }
        return code.value
    }

    private struct CodesInUse {
        let noun: String
        var places: [String: String] = [:]

        init(_ noun: String) { self.noun = noun }
    }
}
