import ArgumentParser
import Domain
import Postgres

extension ExportFilter {
    /// Reads `source=met_101,program=MES` and the like; `everybody` is everybody of the purpose.
    ///
    /// - Throws: `ValidationError` that says what there is.
    init(typed: [String], purpose: String) throws {
        self.init(purpose: purpose)
        for part in typed.flatMap({ $0.split(separator: ",") }) where part != "everybody" {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            let value = pair.count == 2 ? pair[1] : ""
            switch pair.first {
            case "source" where !value.isEmpty: sources.append(value)
            case "program" where !value.isEmpty: programs.append(value)
            case "cohort" where !value.isEmpty: cohorts.append(value)
            case "state":
                guard let standing = Standing(rawValue: value) else {
                    throw ValidationError(
                        "state is one of \(Standing.allCases.map(\.rawValue).joined(separator: ", "))."
                    )
                }
                standings.append(standing)
            case "since":
                guard let day = CalendarDate(value) else { throw ValidationError("since is a day: since=2026-09-01.") }
                since = day
            default:
                throw ValidationError(
                    "--to takes everybody, or source=…, program=…, cohort=…, state=…, since=…, with commas between."
                )
            }
        }
    }
}
