import Domain
import Foundation
import Testing

extension Verb {
    /// An instructor comes in only where they teach, which nobody does in this scene.
    private static let recorders: Set<Who> = [.owner, .registrar, .examiner]

    /// What candidates did, and on what evidence.
    static let progress: [Verb] = [
        Verb("progress.show", recorders) { registrar, actor, scene in
            _ = try await registrar.progress.show(cohort: scene.cohort, by: actor)
        },
        Verb("progress.show of a candidate", recorders) { registrar, actor, scene in
            _ = try await registrar.progress.show(cohort: scene.cohort, candidate: "\(scene.mine)", by: actor)
        },
        Verb("progress.record", recorders) { registrar, actor, scene in
            let entry = try ProgressEntry(.completed, "cpr-card")
            _ = try await registrar.progress.record(entry, of: "\(scene.mine)", in: scene.cohort, by: actor)
        },
        Verb("progress.attend", recorders) { registrar, actor, scene in
            let rest = AttendanceEntry(restCame: true)
            _ = try await registrar.progress.attend(rest, session: 1, of: scene.cohort, by: actor)
        },
        Verb("progress.planImport", recorders.union([.instructor])) { registrar, actor, scene in
            _ = try await registrar.progress.planImport(
                .init(name: "p.csv", octets: .init()),
                into: scene.cohort,
                by: actor
            )
        },
        Verb("progress.applyImport", recorders) { registrar, actor, scene in
            let rows = Data("candidate,requirement,state\n1,cpr-card,fail\n".utf8)
            _ = try await registrar.progress.applyImport(
                .init(name: "p.csv", octets: rows),
                into: scene.cohort,
                hash: "",
                by: actor
            )
        },
        Verb("progress.evidence", recorders) { registrar, actor, scene in
            _ = try await registrar.progress.evidence(cohort: scene.cohort, by: actor)
        },
        Verb("progress.fetch", recorders.union([.instructor])) { registrar, actor, _ in
            _ = try await registrar.progress.fetch(EvidenceID(rawValue: 1), by: actor)
        },
        Verb("progress.invite", recorders) { registrar, actor, scene in
            _ = try await registrar.progress.invite(cohort: scene.cohort, by: actor)
        },
    ]
}
