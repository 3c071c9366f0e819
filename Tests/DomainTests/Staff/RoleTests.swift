import Domain
import Foundation
import TestSupport
import Testing

/// Who asks: one member of staff for each role, somebody without a link, and an applicant with an acting one.
enum Who: String, CaseIterable, Sendable {
    case owner, registrar, instructor, examiner, decider, auditor, visitor, applicant
}

/// One operation, who may do it, and how it is asked for; another refusal than "forbidden" means that the actor might.
struct Verb: Sendable, CustomTestStringConvertible {
    let name: String
    let allowed: Set<Who>
    let act: @Sendable (Registrar, Actor, Scene) async throws -> Void

    init(
        _ name: String,
        _ allowed: Set<Who>,
        _ act: @escaping @Sendable (Registrar, Actor, Scene) async throws -> Void
    ) {
        self.name = name
        self.allowed = allowed
        self.act = act
    }

    var testDescription: String { name }
}

/// What the operations are tried on.
struct Scene: Sendable {
    let here: TestDatabase
    let cohort: String
    let draft: String
    /// The applicant's own hold.
    let mine: EnrollmentID
    /// Somebody else's.
    let theirs: EnrollmentID
}

@Suite("Roles", .database)
struct RoleTests {
    let here = TestDatabase.current

    @Test("each operation is allowed to the roles of the table and to nobody else", arguments: Verb.all)
    func matrix(_ verb: Verb) async throws {
        let code = try await here.openCohort(capacity: 4)
        let scene = Scene(
            here: here,
            cohort: code,
            draft: try await here.draftCohort(),
            mine: try await here.reserve(code, "mine@example.org").id,
            theirs: try await here.reserve(code, "theirs@example.org").id
        )
        var allowed: Set<Who> = []
        for who in Who.allCases {
            let actor: Actor =
                switch who {
                case .visitor: .visitor
                case .applicant: .applicant(scene.mine)
                default: try await here.staff(#require(StaffMember.Role(rawValue: who.rawValue)))
                }
            do {
                try await verb.act(here.registrar, actor, scene)
                allowed.insert(who)
            } catch let refusal as Refusal {
                if refusal.kind != .forbidden { allowed.insert(who) }
            }
        }
        #expect(allowed == verb.allowed)
    }
}

extension Verb {
    static let everyone = Set(Who.allCases)
    static let office: Set<Who> = [.owner, .registrar]
    static let proposers: Set<Who> = [.owner, .registrar, .decider]
    private static let readers: Set<Who> = [.owner, .auditor]

    private static let files = [
        ProgramFile.Source(
            name: "x.yaml",
            text: """
                code: X
                name: X
                summary: X
                grants: nothing
                modules: [{code: a, name: A, requirements: [{code: a, kind: lesson, name: A}]}]
                """
        )
    ]

    static let all = house + certification + renewals + progress + exams + scoring + practical

    /// The institute, its cohorts, their seats and the money for them.
    private static let house: [Verb] = [
        Verb("institute.current", everyone) { registrar, _, _ in _ = try await registrar.institute.current() },
        Verb("institute.set", [.owner]) { registrar, actor, _ in
            _ = try await registrar.institute.set(InstituteChange(name: "Institute"), by: actor)
        },
        Verb("staff.list", [.owner]) { registrar, actor, _ in _ = try await registrar.staff.list(by: actor) },
        Verb("staff.add", [.owner]) { registrar, actor, _ in
            _ = try await registrar.staff.add(login: "new", name: "N", email: "n@x.org", roles: [.auditor], by: actor)
        },
        Verb("staff.changeRoles", [.owner]) { registrar, actor, _ in
            _ = try await registrar.staff.changeRoles(login: "nobody", grant: [.owner], withdraw: [], by: actor)
        },
        Verb("staff.disable", [.owner]) { registrar, actor, _ in
            _ = try await registrar.staff.disable(login: "nobody", by: actor)
        },
        Verb("audit.tail", readers) { registrar, actor, _ in _ = try await registrar.audit.tail(by: actor) },
        Verb("audit.verify", readers) { registrar, actor, _ in _ = try await registrar.audit.verify(by: actor) },
        Verb("log.verify", readers) { registrar, actor, _ in _ = try await registrar.log.verify(by: actor) },
        Verb("doctor.examine", readers) { registrar, actor, _ in _ = try await registrar.doctor.examine(by: actor) },
        Verb("programs.list", office) { registrar, actor, _ in _ = try await registrar.programs.list(by: actor) },
        Verb("programs.show", office) { registrar, actor, _ in
            _ = try await registrar.programs.show(code: "MES", by: actor)
        },
        Verb("programs.plan", office) { registrar, actor, _ in
            _ = try await registrar.programs.plan(files, by: actor)
        },
        Verb("programs.apply", office) { registrar, actor, _ in
            _ = try await registrar.programs.apply(files, hash: "", by: actor)
        },
        Verb("cohorts.create", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.create(scene.here.draft(), by: actor)
        },
        Verb("cohorts.open", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.open(code: scene.draft, by: actor)
        },
        Verb("cohorts.list", everyone) { registrar, actor, _ in _ = try await registrar.cohorts.list(by: actor) },
        Verb("cohorts.page", everyone) { registrar, actor, scene in
            _ = try await registrar.cohorts.page(code: scene.cohort, by: actor)
        },
        Verb("cohorts.roster", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.roster(code: scene.cohort, by: actor)
        },
        Verb("cohorts.planClose", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.planClose(code: scene.cohort, by: actor)
        },
        Verb("cohorts.close", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.close(code: scene.cohort, hash: "", by: actor)
        },
        Verb("cohorts.planComplete", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.planComplete(code: scene.cohort, Attendance(), by: actor)
        },
        Verb("cohorts.complete", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.complete(code: scene.cohort, Attendance(), hash: "", by: actor)
        },
        Verb("cohorts.planCancel", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.planCancel(code: scene.cohort, by: actor)
        },
        Verb("cohorts.cancel", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.cancel(code: scene.cohort, reason: "", hash: "", by: actor)
        },
        Verb("cohorts.planEdit", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.planEdit(code: scene.cohort, CohortEdit(capacity: 5), by: actor)
        },
        Verb("cohorts.edit", office) { registrar, actor, scene in
            _ = try await registrar.cohorts.edit(code: scene.cohort, CohortEdit(capacity: 5), hash: "", by: actor)
        },
        Verb("subscribers.export", office) { registrar, actor, _ in
            _ = try await registrar.subscribers.export(profile: .kajabi, by: actor) { _ in }
        },
        Verb("subscribers.planImport", office) { registrar, actor, _ in
            _ = try await registrar.subscribers.planImport(.empty, by: actor)
        },
        Verb("subscribers.applyImport", office) { registrar, actor, _ in
            _ = try await registrar.subscribers.applyImport(.empty, hash: "", by: actor)
        },
        Verb("seats.reserve", office.union([.visitor, .applicant])) { registrar, actor, scene in
            let request = try ReservationRequest(cohort: scene.cohort, name: "Bo", email: "bo@example.org")
            _ = try await registrar.seats.reserve(request, by: actor)
        },
        Verb("seats.status", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.status(of: scene.mine, by: actor)
        },
        Verb("seats.confirm", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.confirm(scene.mine, by: actor)
        },
        Verb("seats.accept", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.accept(scene.mine, by: actor)
        },
        Verb("seats.decline", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.decline(scene.mine, by: actor)
        },
        Verb("seats.withdraw", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.withdraw(scene.mine, by: actor)
        },
        Verb("seats.transfer", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.transfer(scene.mine, to: scene.draft, by: actor)
        },
        Verb("seats.rehearseTransfer", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.rehearseTransfer(scene.mine, to: scene.draft, by: actor)
        },
        Verb("seats.transfer of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.transfer(scene.theirs, to: scene.draft, by: actor)
        },
        Verb("payments.record", office) { registrar, actor, scene in
            let entry = try PaymentEntry(.received, of: 1, "USD", for: scene.mine, reference: "B-1")
            _ = try await registrar.payments.record(entry, by: actor)
        },
        Verb("payments.list", office) { registrar, actor, scene in
            _ = try await registrar.payments.list(cohort: scene.cohort, by: actor)
        },
        Verb("payments.ledger", office) { registrar, actor, scene in
            _ = try await registrar.payments.ledger(of: scene.mine, by: actor)
        },
        Verb("payments.openCases", office) { registrar, actor, _ in
            _ = try await registrar.payments.openCases(by: actor)
        },
        Verb("payments.settle", office) { registrar, actor, _ in
            _ = try await registrar.payments.settle(PaymentCaseID(rawValue: 1), .keep, by: actor)
        },
        Verb("payments.planImport", office) { registrar, actor, _ in
            _ = try await registrar.payments.planImport(.init(name: "b.csv", octets: .init()), by: actor)
        },
        Verb("payments.applyImport", office) { registrar, actor, _ in
            _ = try await registrar.payments.applyImport(.init(name: "b.csv", octets: .init()), hash: "", by: actor)
        },
        Verb("seats.status of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.status(of: scene.theirs, by: actor)
        },
        Verb("seats.confirm of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.confirm(scene.theirs, by: actor)
        },
        Verb("seats.accept of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.accept(scene.theirs, by: actor)
        },
        Verb("seats.decline of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.decline(scene.theirs, by: actor)
        },
        Verb("seats.withdraw of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.withdraw(scene.theirs, by: actor)
        },
        Verb("seats.receipt", office.union([.applicant])) { registrar, actor, scene in
            _ = try await registrar.seats.receipt(of: scene.mine, by: actor)
        },
        Verb("seats.receipt of another", office) { registrar, actor, scene in
            _ = try await registrar.seats.receipt(of: scene.theirs, by: actor)
        },
        Verb("seats.waitlist", office) { registrar, actor, scene in
            _ = try await registrar.seats.waitlist(of: scene.cohort, by: actor)
        },
        Verb("seats.prefer", office) { registrar, actor, scene in
            _ = try await registrar.seats.prefer(scene.mine, because: StaffReason(.other, "x"), by: actor)
        },
        Verb("seats.remove", office) { registrar, actor, scene in
            _ = try await registrar.seats.remove(scene.mine, because: StaffReason(.other, "x"), by: actor)
        },
        Verb("seats.restore", office) { registrar, actor, scene in
            _ = try await registrar.seats.restore(scene.mine, because: StaffReason(.other, "x"), by: actor)
        },
    ]
}

extension ListImport {
    fileprivate static let empty = ListImport(
        ListFile(name: "list.csv", size: 0) { OctetSource(name: "list.csv") { nil } }
    )
}
