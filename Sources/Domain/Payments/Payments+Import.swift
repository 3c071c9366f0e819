package import Postgres

/// What one row of a bank's file will do.
package struct PlannedPayment: PlannedOutcome {
    package enum Effect: String, Codable, Sendable {
        case recorded
        /// It confirms a seat that only its payment was missing for.
        case confirms
        /// The claim has ended: a case.
        case late
        /// More than was expected: a case.
        case overpaid
        /// The same reference was recorded before; nothing changes.
        case again
    }

    package let line: Int
    /// The claim that the purpose names, and the one that goes on from it, where the money goes.
    package let enrollment: EnrollmentID
    package let goesTo: EnrollmentID
    package let cohort: String
    package let amountMinor: Int
    package let currency: String
    package let reference: String
    /// The day the bank says.
    package let valueDate: CalendarDate?
    package let effect: Effect
    /// What the claim then still owes.
    package let dueMinor: Int

    package var subject: String { "line \(line)" }

    package var words: String {
        let goesTo = goesTo == enrollment ? "" : " (moved on to \(goesTo))"
        let money = Currency.words(amountMinor, currency) + (valueDate.map { " of \($0)" } ?? "")
        return "\(money) for enrollment \(enrollment)\(goesTo), \(effect.rawValue)"
    }
}

/// The plan of an import, and the columns of the file that it does not look at.
package struct PaymentImportPlan: Sendable {
    package let plan: Plan<PlannedPayment>
    package let ignoredColumns: [String]
}

extension Payments {
    /// What importing a bank's file would do, by doing and undoing it; nothing is recorded.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every bad row at `file:line`.
    package func planImport(_ source: TableSource, by actor: Actor) async throws -> PaymentImportPlan {
        try actor.require(.runCohorts)
        let file = try BankFile(source)
        return try await store.writeAlongLineage { connection in
            let plan = try connection.rehearse { try connection.record(file, named: source.name, by: actor) }
            try connection.keep(plan)
            return PaymentImportPlan(plan: plan, ignoredColumns: file.ignored)
        }
    }

    /// Records the payments of a bank's file as planned, all or none.
    ///
    /// - Throws: `plan-changed` with what is different now, `plan-unknown`.
    package func applyImport(_ source: TableSource, hash: String, by actor: Actor) async throws -> PaymentImportPlan {
        try actor.require(.runCohorts)
        let file = try BankFile(source)
        return try await store.writeAlongLineage { connection in
            let plan = try connection.record(file, named: source.name, by: actor)
            try connection.require(plan, is: hash)
            try connection.audit("payment.import", "payment", nil, by: actor, ["rows": String(file.rows.count)])
            return PaymentImportPlan(plan: plan, ignoredColumns: file.ignored)
        }
    }
}

extension Connection {
    fileprivate func record(_ file: BankFile, named name: String, by actor: Actor) throws -> Plan<PlannedPayment> {
        let lineages = try lock(lineagesOf: Array(Set(file.rows.map(\.entry.enrollment)))).lineages
        var problems: [Refusal.Problem] = []
        var outcomes: [PlannedPayment] = []
        for row in file.rows {
            do {
                guard let lineage = lineages[row.entry.enrollment] else { throw Seats.unknown(row.entry.enrollment) }
                outcomes.append(PlannedPayment(row, try record(row.entry, along: lineage, by: actor)))
            } catch let refusal as Refusal {
                problems.append(.init("\(name):\(row.line)", "\(name):\(row.line): \(refusal.message)"))
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return try Plan("payment.import", outcomes)
    }
}

extension PlannedPayment {
    fileprivate init(_ row: BankFile.Row, _ recorded: RecordedPayment) {
        let effect: Effect =
            if recorded.isRepeat {
                .again
            } else if recorded.confirmsSeat {
                .confirms
            } else if !recorded.status.state.isLive {
                .late
            } else if recorded.cases.contains(where: { $0.kind == .overpaid }) {
                .overpaid
            } else {
                .recorded
            }
        self.init(
            line: row.line,
            enrollment: row.entry.enrollment,
            goesTo: recorded.status.id,
            cohort: recorded.status.cohort,
            amountMinor: row.entry.amountMinor,
            currency: row.entry.currency,
            reference: row.entry.reference,
            valueDate: row.entry.valueDate,
            effect: effect,
            dueMinor: recorded.account.dueMinor
        )
    }
}
