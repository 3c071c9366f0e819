import ArgumentParser
import Domain

/// Which people of the list are meant.
struct ExportFilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whose consent came from there, as met_101.", valueName: "code"))
    var source: [String] = []

    @Option(help: ArgumentHelp("Who has or had a claim on, or a certificate of, this program.", valueName: "code"))
    var program: [String] = []

    @Option(help: ArgumentHelp("Who has or had a claim on this cohort.", valueName: "code"))
    var cohort: [String] = []

    @Option(
        help: ArgumentHelp("Who stands so, in the programs and cohorts that are named or in any.", valueName: "state")
    )
    var state: [ExportFilter.Standing] = []

    @Option(help: ArgumentHelp("Who confirmed on this day or later.", valueName: "day"))
    var since: DayArgument?

    @Option(help: ArgumentHelp("What they want mail for.", valueName: "purpose"))
    var purpose = "updates"

    var filter: ExportFilter {
        ExportFilter(
            sources: source,
            programs: program,
            cohorts: cohort,
            standings: state,
            since: since?.day,
            purpose: purpose
        )
    }
}

extension ExportFilter.Standing: ExpressibleByArgument {}
