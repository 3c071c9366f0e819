import Domain
import Foundation

/// What a new database is filled with, each thing only where it is missing.
struct Samples {
    struct Step {
        let what: String
        let name: String
        let isNew: Bool
    }

    let registrar: Registrar
    /// As the service, which alone takes on the examiner's role.
    let service: Registrar
    let login: String
    let publicURL: String?

    /// What `load` would do.
    func plan() async throws -> [Step] {
        let missing = try await registrar.institute.isMissing()
        let member = try await registrar.staff.member(login: login)
        let programs = try await registrar.programs.plan(Programs.sampleSources, by: .system)
        let cohort = try await openCohort()
        return [
            Step(what: "institute", name: Self.institute.name ?? "", isNew: missing),
            Step(what: "owner", name: login, isNew: member == nil),
        ] + programs.steps.map { Step(what: "program", name: $0.code, isNew: $0.change == .new) } + [
            Step(what: "exam", name: Self.exam, isNew: try await !hasExam()),
            try await loadPracticals(by: nil),
            Step(what: "cohort", name: cohort?.code ?? SampleCohort.code(), isNew: cohort == nil),
            Step(
                what: "keys",
                name: registrar.keys.folder.path,
                isNew: try await registrar.keys.list(by: .system).isEmpty
            ),
        ]
    }

    func load() async throws -> [Step] {
        let owner = try await loadOwner()
        let institute = try await loadInstitute(by: owner.actor)
        let programs = try await loadPrograms(by: owner.actor) + [loadPracticals(by: .system)]
        let cohort = try await loadCohort(by: owner.actor)
        let exam = try await loadExam(by: owner.actor)
        return [institute, owner.step] + programs + [exam, cohort, try await loadKeys(by: owner.actor)]
    }

    /// What certificates are signed with: of each kind one key, and one that stands by.
    private func loadKeys(by actor: Actor) async throws -> Step {
        let isNew = try await registrar.keys.list(by: actor).isEmpty
        _ = try await registrar.keys.create(by: actor)
        return Step(what: "keys", name: registrar.keys.folder.path, isNew: isNew)
    }

    /// The first owner holds every role. Where there is staff already, the database's owner acts as the service itself.
    private func loadOwner() async throws -> (actor: Actor, step: Step) {
        if let member = try await registrar.staff.member(login: login) {
            let mayAct = member.disabledAt == nil && member.roles.contains(.owner)
            return (mayAct ? .staff(member) : .system, Step(what: "owner", name: login, isNew: false))
        }
        do {
            let member = try await registrar.staff.addFirst(
                login: login,
                name: "Sample Owner",
                email: "owner@example.org",
                roles: Set(StaffMember.Role.allCases)
            )
            return (.staff(member), Step(what: "owner", name: login, isNew: true))
        } catch let refusal as Refusal where refusal.code == "staff-exists" {
            return (.system, Step(what: "owner", name: "of another login", isNew: false))
        }
    }

    private static let institute = InstituteChange(
        name: "Sample Institute of Medical Exercise",
        contactEmail: "office@example.org",
        postalAddress: "1 Sample Street, Boston, MA 02110, USA",
        timeZone: "America/New_York",
        publicUrl: "http://localhost:8080"
    )

    /// A local address follows the port that the service was started on this time; a real one stays.
    private func loadInstitute(by actor: Actor) async throws -> Step {
        if try await !registrar.institute.isMissing() {
            let present = try await registrar.institute.current()
            if let publicURL, publicURL != present.publicUrl, present.publicUrl.hasPrefix("http://localhost") {
                _ = try await registrar.institute.set(InstituteChange(publicUrl: publicURL), by: actor)
            }
            return Step(what: "institute", name: present.name, isNew: false)
        }
        var change = Self.institute
        change.publicUrl = publicURL ?? change.publicUrl
        let institute = try await registrar.institute.set(change, by: actor)
        return Step(what: "institute", name: institute.name, isNew: true)
    }

    private func loadPrograms(by actor: Actor) async throws -> [Step] {
        let sources = try Programs.sampleSources
        let plan = try await registrar.programs.plan(sources, by: actor)
        let applied = try await registrar.programs.apply(sources, hash: plan.hash, by: actor)
        return applied.steps.map { Step(what: "program", name: $0.code, isNew: $0.change == .new) }
    }

    /// - Parameter actor: nil only looks.
    private func loadPracticals(by actor: Actor?) async throws -> Step {
        let plan = try await registrar.practicals.plan(Practicals.samples, by: .system)
        if let actor { _ = try await registrar.practicals.apply(Practicals.samples, hash: plan.hash, by: actor) }
        let names = plan.outcomes.map(\.code).joined(separator: ", ")
        return Step(what: "practical", name: names, isNew: plan.outcomes.contains { $0.change == .new })
    }

    private func loadCohort(by actor: Actor) async throws -> Step {
        if let cohort = try await openCohort() { return Step(what: "cohort", name: cohort.code, isNew: false) }
        let instructors = try await loadInstructors(by: actor)
        var attempt = 1
        while true {
            do {
                let draft = SampleCohort.draft(attempt: attempt, instructors: instructors)
                let page = try await registrar.cohorts.create(draft, by: actor)
                _ = try await registrar.cohorts.open(code: page.cohort.code, by: actor)
                return Step(what: "cohort", name: page.cohort.code, isNew: true)
            } catch let refusal as Refusal where attempt < 100 && refusal.problems.map(\.field) == ["code"] {
                attempt += 1
            }
        }
    }

    /// Somebody else than the owner teaches, so that the owner may decide on who attended.
    private func loadInstructors(by actor: Actor) async throws -> [String] {
        let login = "sample-instructor"
        if let member = try await registrar.staff.member(login: login) {
            return member.disabledAt == nil && member.roles.contains(.instructor) ? [login] : []
        }
        let member = try await registrar.staff.add(
            login: login,
            name: "Sample Instructor",
            email: "instructor@example.org",
            roles: [.instructor],
            by: actor
        )
        return [member.login]
    }

    /// An open MES cohort that starts on the samples' day with all its ten seats free.
    private func openCohort() async throws -> Cohort? {
        var after: String?
        repeat {
            let page = try await registrar.cohorts.list(states: [.open], after: after, limit: 200, by: .system)
            if let cohort = page.items.first(where: SampleCohort.fits) { return cohort }
            after = page.next
        } while after != nil
        return nil
    }
}
