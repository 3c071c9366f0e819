import Postgres

extension Programs {
    /// What importing these files would do; nothing is changed.
    package func plan(_ files: [ProgramFile.Source], by actor: Actor) async throws -> ProgramPlan {
        try actor.require(.runCohorts)
        let programs = try ProgramFile.read(files)
        return try await store.snapshot { connection in
            try ProgramPlan(programs, over: connection.storedPrograms(programs.map(\.code)))
        }
    }

    /// Imports the files as planned, all or none; a version that a cohort opened under stays as it is.
    ///
    /// - Throws: `Refusal` of kind conflict when the outcome is no longer the one that the plan's hash stands for.
    package func apply(_ files: [ProgramFile.Source], hash: String, by actor: Actor) async throws -> ProgramPlan {
        try actor.require(.runCohorts)
        let programs = try ProgramFile.read(files)
        return try await store.write { connection in
            // 1. One import at a time, and no cohort opens under the newest versions meanwhile.
            try connection.execute("LOCK TABLE program IN SHARE ROW EXCLUSIVE MODE")
            try connection.execute(
                """
                SELECT FROM program_version
                JOIN program ON program.id = program_version.program_id
                WHERE program.code = ANY(\(programs.map(\.code)))
                ORDER BY program_version.id
                FOR UPDATE OF program_version
                """
            )
            // 2. The plan again, over what is locked now.
            let stored = try connection.storedPrograms(programs.map(\.code))
            let plan = try ProgramPlan(programs, over: stored)
            guard plan.hash == hash else {
                throw Refusal.conflict(
                    "plan-changed",
                    "The plan no longer holds. As things stand now: \(plan.words). Make the plan again and look at it."
                )
            }
            // 3. As planned.
            for (step, program) in zip(plan.steps, programs) where step.change != .same {
                try connection.put(program, step, over: stored[program.code])
                try connection.audit(
                    "program.import",
                    "program",
                    try connection.one("SELECT id FROM program WHERE code = \(program.code)", as: Int.self),
                    by: actor,
                    [
                        "code": program.code,
                        "change": step.change.rawValue,
                        "version": String(step.versionNumber),
                        "differences": step.differences.joined(separator: "\n"),
                    ]
                )
            }
            return plan
        }
    }
}

extension Connection {
    fileprivate func put(_ program: ProgramFile, _ step: ProgramPlan.Step, over stored: StoredProgram?) throws {
        let programID = try one(
            """
            INSERT INTO program (code, is_sample)
            VALUES (\(program.code), \(program.isSample))
            ON CONFLICT (code) DO UPDATE
            SET is_sample = excluded.is_sample
            RETURNING id
            """,
            as: Int.self
        )
        let versionID: ProgramVersionID
        if step.change == .replaces, let stored {
            versionID = stored.versionID
            try execute("DELETE FROM requirement WHERE program_version_id = \(versionID)")
            try execute("DELETE FROM module WHERE program_version_id = \(versionID)")
            try execute(
                """
                UPDATE program_version
                SET name = \(program.name),
                    summary = \(program.summary),
                    grants = \(program.grants),
                    term_months = \(program.termMonths),
                    terms = \(program.terms.map(JSONB.init)),
                    certificate_template = \(program.certificate.map(JSONB.init)),
                    renewal = \(program.renewal.map(JSONB.init))
                WHERE id = \(versionID)
                """
            )
        } else {
            versionID = try one(
                """
                INSERT INTO program_version (
                    program_id, number, name, summary, grants, term_months, terms, certificate_template, renewal, digest
                )
                VALUES (\(programID), \(step.versionNumber), \(program.name), \(program.summary), \(program.grants),
                    \(program.termMonths), \(program.terms.map(JSONB.init)), \(program.certificate.map(JSONB.init)),
                    \(program.renewal.map(JSONB.init)), sha256(''))
                RETURNING id
                """
            )
        }
        try putSteps(of: program, versionID)
        try execute(
            """
            UPDATE program_version
            SET digest = program_version_digest(id)
            WHERE id = \(versionID)
            """
        )
    }

    private func putSteps(of program: ProgramFile, _ versionID: ProgramVersionID) throws {
        let modules = program.modules
        let moduleIDs = try all(
            """
            INSERT INTO module (program_version_id, position, code, name)
            SELECT \(versionID), position, code, name
            FROM unnest(\(modules.map(\.code)), \(modules.map(\.name))) WITH ORDINALITY AS module (code, name, position)
            ORDER BY position
            RETURNING id
            """,
            as: Int.self
        )
        for (moduleID, module) in zip(moduleIDs, modules) {
            let requirements = module.requirements
            try execute(
                """
                INSERT INTO requirement (program_version_id, module_id, position, code, kind, name, detail)
                SELECT \(versionID), \(moduleID), position, code, kind, name, detail
                FROM unnest(
                    \(requirements.map(\.code)), \(requirements.map(\.kind.rawValue)), \(requirements.map(\.name)),
                    \(requirements.map { $0.detail.map(JSONB.init) })
                ) WITH ORDINALITY AS requirement (code, kind, name, detail, position)
                """
            )
        }
    }
}
