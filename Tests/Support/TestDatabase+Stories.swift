package import Domain
import Foundation
import Postgres

extension TestDatabase {
    /// Who the institute is, in every story.
    package static let institute = InstituteChange(
        name: "Medical Exercise Institute",
        contactEmail: "office@institute.example",
        postalAddress: "1 Main Street, Springfield",
        timeZone: "America/New_York",
        publicUrl: "https://registrar.example"
    )

    /// A staff member who holds exactly this role, taken on when first asked for; the login is the role's name.
    package func staff(_ role: StaffMember.Role) async throws -> Actor {
        if let member = try await registrar.staff.member(login: role.rawValue) { return .staff(member) }
        do {
            return .staff(
                try await registrar.staff.add(
                    login: role.rawValue,
                    name: role.rawValue.capitalized,
                    email: "\(role.rawValue)@institute.example",
                    roles: [role],
                    by: .system
                )
            )
        } catch let refusal as Refusal where refusal.code == "login-taken" {
            // Asked for twice at once.
            return try await staff(role)
        }
    }

    /// The institute with its settings and its sample programs.
    package func furnish() async throws {
        _ = try await registrar.institute.set(Self.institute, by: .system)
        let samples = try Programs.samples.map { ProgramFile.Source(name: $0.file, text: $0.text) }
        let plan = try await registrar.programs.plan(samples, by: .system)
        _ = try await registrar.programs.apply(samples, hash: plan.hash, by: .system)
    }

    /// A draft as staff would describe it: MES in sixty days, over two days in New York.
    package func draft(
        code: String? = nil,
        program: String = "MES",
        capacity: Int = 10,
        daysAhead: Int = 60
    ) -> CohortDraft {
        let day = { (days: Int) in
            Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(.iso8601.year().month().day())
        }
        return CohortDraft(
            code: code ?? "\(program)-\(nextNumber())",
            program: program,
            timeZone: "America/New_York",
            sessions: [0, 1].map { offset in
                .init(
                    startsAt: "\(day(daysAhead + offset))T09:00",
                    endsAt: "\(day(daysAhead + offset))T17:00",
                    venue: "1 Main Street, Springfield"
                )
            },
            capacity: capacity,
            priceMinor: 129_500,
            currency: "USD"
        )
    }

    /// A cohort as a draft, by its code.
    package func draftCohort(
        code: String? = nil,
        program: String = "MES",
        capacity: Int = 10,
        daysAhead: Int = 60
    ) async throws -> String {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        let draft = draft(code: code, program: program, capacity: capacity, daysAhead: daysAhead)
        return try await registrar.cohorts.create(draft, by: .system).cohort.code
    }

    /// An open cohort, by its code.
    package func openCohort(
        code: String? = nil,
        program: String = "MES",
        capacity: Int = 10,
        daysAhead: Int = 60
    ) async throws -> String {
        let code = try await draftCohort(code: code, program: program, capacity: capacity, daysAhead: daysAhead)
        return try await registrar.cohorts.open(code: code, by: .system).cohort.code
    }

    /// What a visitor gets who asks for a seat; a second row for a live address is not expected.
    package func reserve(
        _ cohort: String,
        _ email: String,
        cohorts: [String]? = nil,
        name: String = "Ada",
        timeZone: String? = nil,
        key: String? = nil,
        subscribe: Bool = false,
        client: String? = nil
    ) async throws -> Reservation.Entry {
        let request = try ReservationRequest(
            cohort: cohort,
            cohorts: cohorts,
            name: name,
            email: email,
            timeZone: timeZone,
            subscribe: subscribe,
            idempotencyKey: key,
            client: client
        )
        guard case .entered(let entry, _) = try await registrar.seats.reserve(request, by: .visitor) else {
            throw Unexpected()
        }
        return entry
    }

    /// Does what a worker would: settles the cohorts that other cohorts' transactions left to it; returns how many.
    @discardableResult
    package func settleWhatWasLeft() async throws -> Int {
        let jobs = try await registrar.jobs.claim(.settling, limit: 1_000, lease: .seconds(60))
        for job in jobs {
            try await registrar.seats.settle(job)
            try await registrar.jobs.finish(job.id, result: nil)
        }
        return jobs.count
    }

    /// A cohort of one seat, confirmed by somebody.
    package func fullCohort() async throws -> (cohort: String, holder: EnrollmentID) {
        let cohort = try await openCohort(capacity: 1)
        let holder = try await reserve(cohort, "holder-\(cohort.lowercased())@example.org").id
        _ = try await registrar.seats.confirm(holder, by: .applicant(holder))
        return (cohort, holder)
    }

    /// Somebody who waits in a cohort, or in several, and has confirmed the address.
    package func wait(_ cohort: String, _ email: String, or others: [String] = []) async throws -> Reservation.Entry {
        let entry = try await reserve(cohort, email, cohorts: [cohort] + others)
        _ = try await registrar.seats.confirm(entry.id, by: .applicant(entry.id))
        return entry
    }

    /// The history of one claim, as `kind` or `kind/reason`, in order.
    package func events(of id: EnrollmentID) async throws -> [String] {
        try await service.read {
            try $0.all(
                """
                SELECT kind || coalesce('/' || reason, '')
                FROM enrollment_event
                WHERE enrollment_id = \(id)
                ORDER BY number
                """
            )
        }
    }

    /// The kinds of mail that were queued for an address, in order.
    package func mailKinds(to email: String) async throws -> [String] {
        try await service.read { connection in
            try connection.all(
                """
                SELECT job.kind
                FROM job
                JOIN enrollment ON enrollment.id = job.enrollment_id
                JOIN person ON person.id = enrollment.person_id
                WHERE person.email = \(email)
                ORDER BY job.id
                """
            )
        }
    }
}
