import ArgumentParser

/// How a plan goes on: shown and nothing else, or carried out.
struct PlanOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Show the plan and stop, which is also what happens by itself.")
    var isDryRun = false

    @Option(help: ArgumentHelp("Carry out the plan of this hash, if it still holds.", valueName: "hash"))
    var apply: String?

    @Flag(help: "Carry out the plan that is shown, without a second step: for scripts.")
    var yes = false

    func validate() throws {
        guard [isDryRun, apply != nil, yes].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give only one of --dry-run, --apply and --yes.")
        }
    }

    /// The plan, carried out where that was asked for.
    func outcome<Plan>(
        hash: (Plan) -> String,
        plan: () async throws -> Plan,
        apply carryOut: (String) async throws -> Plan
    ) async throws -> Plan {
        if let apply { return try await carryOut(apply) }
        let plan = try await plan()
        return yes ? try await carryOut(hash(plan)) : plan
    }
}
