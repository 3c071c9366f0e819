import Credentials
import Foundation
import Postgres

extension Certificates {
    /// What importing old certificates would do; nothing is written.
    ///
    /// - Throws: `Refusal` of kind invalid for a file that is no table of them, or holds no row that could be imported.
    package func planImport(_ source: TableSource, by actor: Actor) async throws -> LegacyPlan {
        try actor.require(.runInstitute)
        let file = try LegacyFile(source)
        return try await store.write { connection in
            let review = try connection.review(file, named: source.name)
            try review.requireSome()
            let plan = try Plan("certificate.import", review.outcomes)
            try connection.keep(plan)
            return review.plan(plan.hash, .shown)
        }
    }

    /// Imports what the plan of this hash says: all rows in one transaction, then what is in term is signed, 50 at once.
    ///
    /// Killed between, the same hash goes on; no row comes twice. Where the key files are not, the worker beside them signs.
    ///
    /// - Parameters:
    ///   - leavingOutBad: Whether rows with problems are left out; otherwise none is imported while there is one.
    ///   - progress: Told how many of how many, and of what.
    /// - Throws: `plan-changed`, `plan-unknown`, `keys-missing`; every problem of the file where bad rows may not be left out.
    package func applyImport(
        _ source: TableSource,
        hash: String,
        leavingOutBad: Bool = false,
        by actor: Actor,
        progress: @escaping @Sendable (ImportStep, Int, Int) -> Void = { _, _, _ in }
    ) async throws -> LegacyPlan {
        try actor.require(.runInstitute)
        let file = try LegacyFile(source)
        // Keys that were never made are told before anything is written.
        let signer = try await signerIfHere()
        let applied = try await store.write { connection -> LegacyPlan in
            if let before = try connection.importedBefore(hash) { return before.plan(hash, file) }
            let review = try connection.review(file, named: source.name)
            let plan = try Plan("certificate.import", review.outcomes)
            try connection.require(plan, is: hash)
            guard leavingOutBad || review.file.problems.count == 0 else {
                throw review.file.problems.refusal(of: source.name)
            }
            try connection.write(review, hash: plan.hash, by: actor) { progress(.rows, $0, review.rows.count) }
            return review.plan(plan.hash, signer == nil && review.toSign > 0 ? .ordered : .applied)
        }
        if let signer {
            try await signImported(by: signer) { progress(.signatures, $0, max($0, applied.toSign)) }
            try await publishStatus()
        }
        return applied
    }

    package enum ImportStep: String, Sendable {
        case rows, signatures
    }
}

extension LegacyReview {
    fileprivate func requireSome() throws {
        guard rows.isEmpty, file.problems.count == 0 else { return }
        throw Refusal.invalid("", "The file has a header and no row.")
    }
}

extension FileProblems {
    /// The first hundred problems; the plan lists more.
    fileprivate func refusal(of name: String) -> Refusal {
        let first = Array(kept.prefix(100))
        let rest = count - first.count
        let more = Refusal.Problem(name, "\(name): and \(rest) more.")
        let way = Refusal.Problem(
            name,
            "\(rows) of the rows cannot be imported, so none was. Correct them, or leave them out: --leave-out-bad."
        )
        return Refusal.invalid(first + (rest > 0 ? [more] : []) + [way])
    }
}

/// An import that was carried out before: the same hash again only goes on signing.
private struct ImportedBefore: Decodable {
    let rows: Int
    let toSign: Int

    func plan(_ hash: String, _ file: LegacyFile) -> LegacyPlan {
        LegacyPlan(
            hash: hash.lowercased(),
            stage: .applied,
            totals: [PlanTotal("rows imported before", rows)],
            rows: rows,
            toSign: toSign,
            badRows: 0,
            problemCount: 0,
            problems: [],
            ignoredColumns: file.ignored,
            samples: [],
            proposalCount: 0,
            proposals: []
        )
    }
}

extension Connection {
    fileprivate func importedBefore(_ hash: String) throws -> ImportedBefore? {
        try first(
            """
            SELECT
                legacy_import.rows,
                (
                    SELECT count(*)
                    FROM legacy_certificate
                    JOIN certificate ON certificate.id = legacy_certificate.certificate_id
                    WHERE legacy_certificate.import_id = legacy_import.id AND \(Certificates.isToSign)
                ) AS to_sign
            FROM legacy_import
            WHERE encode(legacy_import.hash, 'hex') = \(hash.lowercased())
            """
        )
    }
}
