import Postgres

extension Practicals {
    /// What importing these files would do; nothing is changed.
    package func plan(_ sources: [ProgramFile.Source], by actor: Actor) async throws -> Plan<PlannedPractical> {
        try actor.require(.examine)
        let files = try PracticalFile.read(sources)
        return try await store.write { connection in
            let plan = try connection.plan(files)
            try connection.keep(plan)
            return plan
        }
    }

    /// Imports the files as planned, all or none; a version that somebody is rated by stays as it is.
    ///
    /// - Throws: `plan-changed` with what is different now, `plan-unknown`.
    package func apply(
        _ sources: [ProgramFile.Source],
        hash: String,
        by actor: Actor
    ) async throws -> Plan<PlannedPractical> {
        try actor.require(.examine)
        let files = try PracticalFile.read(sources)
        return try await store.write { connection in
            // 1. One import at a time, and nobody is scheduled meanwhile.
            try connection.execute("LOCK TABLE practical IN SHARE ROW EXCLUSIVE MODE")
            // 2. The plan again, and as planned.
            let plan = try connection.plan(files)
            try connection.require(plan, is: hash)
            for (step, file) in zip(plan.outcomes, files) where step.change != .same {
                let id = try connection.put(file, step)
                try connection.audit(
                    "practical.import",
                    "practical",
                    id.rawValue,
                    by: actor,
                    [
                        "code": step.code, "change": step.change.rawValue, "version": String(step.version),
                        "cut": "\(step.cut) of \(step.maximum)", "digest": step.digest,
                    ]
                )
            }
            return plan
        }
    }
}

extension Connection {
    fileprivate func plan(_ files: [PracticalFile]) throws -> Plan<PlannedPractical> {
        let stored = Dictionary(
            try practicals(files.map(\.code)).map { ($0.file.code, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return try Plan("practical.import", files.map { try PlannedPractical($0, over: stored[$0.code]) })
    }

    fileprivate func put(_ file: PracticalFile, _ step: PlannedPractical) throws -> PracticalID {
        let id: PracticalID
        if step.change == .replaces {
            id = try one("SELECT id FROM practical WHERE code = \(file.code) AND version = \(step.version)")
            try execute("DELETE FROM criterion WHERE practical_id = \(id)")
            try execute(
                """
                UPDATE practical
                SET name = \(file.name), cut = \(file.cut), digest = decode(\(step.digest), 'hex')
                WHERE id = \(id)
                """
            )
        } else {
            id = try one(
                """
                INSERT INTO practical (code, version, name, cut, digest)
                VALUES (\(file.code), \(step.version), \(file.name), \(file.cut), decode(\(step.digest), 'hex'))
                RETURNING id
                """
            )
        }
        for (place, criterion) in file.criteria.enumerated() {
            try execute(
                """
                INSERT INTO criterion (practical_id, position, code, name, levels, weight, safe_from)
                VALUES (\(id), \(place + 1), \(criterion.code), \(criterion.name), \(criterion.levels),
                    \(criterion.weight), \(criterion.safeFrom))
                """
            )
        }
        return id
    }
}
