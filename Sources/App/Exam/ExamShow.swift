import ArgumentParser
import Domain
import Postgres
import Psychometrics

/// Shows one exam: its forms with their cuts, and its items by code and area.
struct ExamShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an exam's forms, cuts and items: no stem, option or key.",
        discussion: """
            The cut is told as the study gives it and as it counts, rounded up; SE is the \
            standard error of the judges' mean. What is fixed was sat and never changes.

            Example:
              registrar exam show MES-WRITTEN
            """
    )

    @Argument(help: "The exam's code.")
    var code: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let detail = try await desk.registrar.exams.show(code: code, by: try await desk.actor())
        let areas = detail.items.reduce(into: [(name: String, count: Int)]()) { areas, item in
            if let known = areas.firstIndex(where: { $0.name == item.area }) {
                areas[known].count += 1
            } else {
                areas.append((item.area, 1))
            }
        }
        return Answer(
            [
                "code": .string(detail.exam.code), "name": .string(detail.exam.name),
                "forms": .list(detail.forms, \.json), "items": .list(detail.items, \.json),
            ],
            .details([
                ("Exam", .init("\(detail.exam.code)  \(detail.exam.name)", .heading)),
                ("Items", .init(detail.items.count)),
                ("Areas", .init(areas.map { "\($0.name) (\($0.count))" }.joined(separator: "; "))),
            ]),
            Output.list(
                detail.forms,
                none: "No form yet.",
                [
                    .text("FORM") { .init($0.code) },
                    .number("VERSION") { .init($0.version) },
                    .number("MINUTES") { .init($0.minutes) },
                    .number("ITEMS") { .init($0.items) },
                    .number("SCORED") { .init($0.scored) },
                    .number("CUT") { .init($0.cut) },
                    .text("METHOD") { .init($0.methodWords) },
                    .number("SAT") { .init($0.attempts) },
                    .text("FIXED") { .init($0.frozenAt.map { Moment.day($0, in: "UTC") }) },
                ]
            ),
            Output.list(
                detail.items,
                none: "No item yet.",
                [
                    .text("ITEM") { .init($0.code) },
                    .number("VERSION") { .init($0.version) },
                    .text("AREA", gives: true) { .init($0.area, .faint) },
                    .number("OPTIONS") { .init($0.options) },
                    .text("FORMS") { .init($0.forms.joined(separator: ", ")) },
                ]
            )
        )
    }
}

extension ExamForm {
    /// The judges' study over again; nil for a cut that was set.
    fileprivate var study: AngoffStudy? {
        guard let ratings = cutStudy.value.ratings, let judges = cutStudy.value.judges else { return nil }
        let byItem = ratings.sorted { $0.key < $1.key }.map(\.value)
        return try? AngoffStudy(ratings: judges.indices.map { judge in byItem.map { $0[judge] } }, items: byItem.count)
    }

    fileprivate var exactCut: String {
        let decimals = cutHundredths % 100
        return "\(cutHundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }

    fileprivate var methodWords: String {
        guard let study else { return "set at \(exactCut)" }
        let error = study.standardError.map { hundredth in
            let rounded = Int((hundredth * 100).rounded())
            return ", SE \(rounded / 100).\(rounded % 100 < 10 ? "0" : "")\(rounded % 100)"
        }
        return "Angoff \(exactCut)\(error ?? ""), J=\(study.judges)"
    }

    fileprivate var json: JSON {
        let study = study
        return [
            "code": .string(code), "version": .integer(version), "minutes": .integer(minutes), "items": .integer(items),
            "scored": .integer(scored), "cut": .integer(cut), "cut_hundredths": .integer(cutHundredths),
            "cut_method": .string(cutMethod.rawValue), "judges": .count(study?.judges),
            "standard_error": study?.standardError.map(JSON.number) ?? .null,
            "cut_words": .text(cutStudy.value.words), "digest": .string(digest), "frozen_at": Moment.json(frozenAt),
            "attempts": .integer(attempts),
        ]
    }
}

extension ExamItem {
    fileprivate var json: JSON {
        [
            "code": .string(code), "version": .integer(version), "area": .string(area), "options": .integer(options),
            "digest": .string(digest), "forms": .list(forms, JSON.string),
        ]
    }
}
