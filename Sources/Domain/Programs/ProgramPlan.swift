import Crypto
import Foundation

/// What an import will do, program by program; the hash covers these outcomes and nothing else.
package struct ProgramPlan: Codable, Sendable {
    package struct Step: Codable, Sendable {
        package enum Change: String, Codable, Sendable {
            /// There is no such program yet.
            case new
            /// A cohort opened under the present version, so it stays and another one begins.
            case newVersion = "new_version"
            /// No cohort opened under the present version, so it is replaced in place.
            case replaces
            case same
        }

        package let code: String
        package let change: Change
        package let versionNumber: Int
        /// What will be different, in words.
        package let differences: [String]
    }

    /// SHA-256 in hexadecimal digits.
    package let hash: String
    package let steps: [Step]
}

extension ProgramPlan {
    init(_ programs: [ProgramFile], over stored: [String: StoredProgram]) throws {
        let steps = programs.map { program in Step(program, over: stored[program.code]) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var hasher = SHA256()
        for (step, program) in zip(steps, programs) {
            hasher.update(data: try encoder.encode(step))
            hasher.update(data: try encoder.encode(program))
        }
        self.init(hash: hasher.finalize().map { String(format: "%02x", $0) }.joined(), steps: steps)
    }

    /// What would change now, for someone whose plan no longer holds.
    var words: String {
        steps.map { step in
            switch step.change {
            case .new: "\(step.code) would be new"
            case .newVersion:
                "\(step.code) would become version \(step.versionNumber), because a cohort opened under the one before"
            case .replaces: "\(step.code) would be replaced as version \(step.versionNumber)"
            case .same: "\(step.code) would stay as it is"
            }
        }.joined(separator: "; ")
    }
}

extension ProgramPlan.Step {
    init(_ program: ProgramFile, over stored: StoredProgram?) {
        guard let stored else {
            let requirements = program.modules.map(\.requirements.count).reduce(0, +)
            self.init(
                code: program.code,
                change: .new,
                versionNumber: 1,
                differences: ["\(program.modules.count) modules with \(requirements) requirements"]
            )
            return
        }
        let differences = program.differences(from: stored.program)
        let change: Change = differences.isEmpty ? .same : stored.isFrozen ? .newVersion : .replaces
        self.init(
            code: program.code,
            change: change,
            versionNumber: stored.versionNumber + (change == .newVersion ? 1 : 0),
            differences: differences
        )
    }
}

extension ProgramFile {
    /// What is different from an older description of the same program, one line for each thing; empty when equal.
    func differences(from old: ProgramFile) -> [String] {
        guard self != old else { return [] }
        var lines: [String] = []
        func compare(_ what: String, _ before: String?, _ after: String?) {
            guard before != after else { return }
            lines.append("\(what): \(before ?? "none") → \(after ?? "none")")
        }
        compare("name", old.name, name)
        compare("summary", old.summary, summary)
        compare("grants", old.grants.rawValue, grants.rawValue)
        compare("term_months", old.termMonths.map(String.init), termMonths.map(String.init))
        compare("sample", String(old.isSample), String(isSample))
        compare("terms", old.terms?.words, terms?.words)
        compare("certificate", old.certificate?.words, certificate?.words)
        compare("renewal", old.renewal?.words, renewal?.words)
        lines += Self.stepDifferences(
            "module",
            old.modules.map { ($0.code, $0.name) },
            modules.map { ($0.code, $0.name) }
        )
        lines += Self.stepDifferences("requirement", old.requirementLines, requirementLines)
        lines += Self.stepDifferences("skill", old.skillLines, skillLines)
        return lines.isEmpty ? ["the order of modules, requirements or skills"] : lines
    }

    private var requirementLines: [(code: String, text: String)] {
        modules.flatMap { module in
            module.requirements.map { requirement in
                let detail = requirement.detail.map { ", \($0.words)" } ?? ""
                return (
                    requirement.code,
                    "\(requirement.kind.rawValue), \(requirement.name), in \(module.code)\(detail)"
                )
            }
        }
    }

    private var skillLines: [(code: String, text: String)] {
        modules.flatMap(\.requirements).flatMap { requirement in
            (requirement.detail?.skills ?? []).map {
                ("\(requirement.code)/\($0.code)", "\($0.name), tier \($0.tier)")
            }
        }
    }

    private static func stepDifferences(
        _ noun: String,
        _ old: [(code: String, text: String)],
        _ new: [(code: String, text: String)]
    ) -> [String] {
        let before = Dictionary(old.map { ($0.code, $0.text) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.map(\.code))
        let gone = old.filter { !after.contains($0.code) }.map { "\(noun) \($0.code) goes" }
        let changed = new.compactMap { step -> String? in
            guard let text = before[step.code] else { return "\(noun) \(step.code) comes: \(step.text)" }
            return text == step.text ? nil : "\(noun) \(step.code): \(text) → \(step.text)"
        }
        return gone + changed
    }
}
