import Domain
import Logging
import Mail
import ServiceLifecycle

/// Does what nobody waits for: sends mail and reads what comes back, reminds of terms that end, settles cohorts on time, seals the
/// audit trail, forgets old keys, and at night what is over its time.
///
/// Any number of workers may run at once: a mail is leased, cohorts and seals are locked. Nothing is open while mail is
/// delivered. A graceful stop ends the letters at hand and gives back what else was leased.
struct Worker: Service {
    let registrar: Registrar
    let delivery: any Delivery
    /// Reads the templates of mail.
    let compose: @Sendable () throws -> Composer
    /// The folder of what comes back, and who reads it.
    let incoming: (folder: Maildir, desk: IncomingDesk)?
    let gate: SchemaGate
    let logger: Logger

    static let lease = Duration.seconds(60)
    /// A mail that was begun in the first minute of it is over in the last.
    static let letterLease = Duration.seconds(180)
    static let lastBeginning = Duration.seconds(60)
    static let lettersAtOnce = 20
    static let settlingAtOnce = 100

    func run() async throws {
        await gate.passage()
        do { try await delivery.sweep(olderThan: Self.lease) } catch {
            logger.warning("what a crash left of mails stays", metadata: ["error": "\(error)"])
        }
        // Read here and not before: nobody who wants a page waits for the templates of mail.
        let composer = try compose()
        await withDiscardingTaskGroup { group in
            for chore in chores(composer) { group.addTask { await repeating(chore) } }
        }
    }

    /// Something to do again and again; `work` says whether there is more of it at once.
    private struct Chore: Sendable {
        let name: String
        let pause: Duration
        let work: @Sendable () async throws -> Bool
    }

    private func chores(_ composer: Composer) -> [Chore] {
        [
            Chore(name: "mail", pause: .seconds(1)) { try await sendLetters(composer) },
            Chore(name: "home", pause: .seconds(1)) { try await doAtHome() },
            Chore(name: "incoming", pause: .seconds(15)) { try await readIncoming() },
            Chore(name: "deadlines", pause: .seconds(1)) { try await registrar.seats.settleDue() > 0 },
            Chore(name: "entries", pause: .seconds(1)) { try await settleWhatWasLeft() },
            Chore(name: "audit", pause: .seconds(60)) {
                try await registrar.audit.beginEraIfRestored()
                _ = try await registrar.audit.seal()
                return false
            },
            Chore(name: "orders", pause: .seconds(2)) { try await issueOrdered() },
            Chore(name: "reminders", pause: .seconds(60)) { try await registrar.renewals.remind() > 0 },
            Chore(name: "reissues", pause: .seconds(2)) { try await reissue() },
            Chore(name: "imports", pause: .seconds(5)) { try await signImported() },
            Chore(name: "status lists", pause: .seconds(60)) {
                guard registrar.certificates.canSign else { return false }
                try await registrar.keys.fillWhereKeysAre()
                try await registrar.certificates.signStatusLists()
                return false
            },
            Chore(name: "list", pause: .seconds(60)) { try await keepList() },
            Chore(name: "log", pause: .seconds(10)) { try await registrar.log.catchUp() },
            Chore(name: "keys", pause: .seconds(600)) {
                try await registrar.jobs.forgetOldKeys()
                try await registrar.jobs.forgetOldTurns()
                return false
            },
            Chore(name: "purge", pause: .seconds(600)) { try await purgeTonight() },
        ]
    }

    private func repeating(_ chore: Chore) async {
        var pause = chore.pause
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let hasMore = try await chore.work()
                pause = chore.pause
                if hasMore { continue }
            } catch is CancellationError {
                return
            } catch let refusal as Refusal where refusal.kind == .unavailable {
                pause = min(max(pause, .seconds(1)) * 2, .seconds(30))
                logger.warning("database away; trying again", metadata: ["chore": "\(chore.name)", "in": "\(pause)"])
            } catch {
                pause = min(max(pause, .seconds(1)) * 2, .seconds(60))
                logger.error("a chore failed", metadata: ["chore": "\(chore.name)", "error": "\(error)"])
            }
            await Task.rest(pause)
        }
    }
}

extension Task where Success == Never, Failure == Never {
    /// Waits, and wakes at once when the service stops.
    static func rest(_ pause: Duration) async {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
}
