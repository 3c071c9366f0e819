import Crypto
package import Logging
package import Postgres

/// All that the product does, built once: one property per noun, one method per verb.
package struct Registrar: Sendable {
    package let institute: Institutes
    package let staff: StaffRoster
    package let audit: AuditTrail
    package let programs: Programs
    package let cohorts: Cohorts
    package let seats: Seats
    package let payments: Payments
    package let progress: Progress
    package let practicals: Practicals
    package let decisions: Decisions
    package let exams: Exams
    package let attempts: Attempts
    package let scores: Scores
    package let keys: Keys
    package let certificates: Certificates
    package let renewals: Renewals
    package let reissues: Reissues
    package let receipts: Receipts
    package let log: TransparencyLog
    package let register: Register
    package let jobs: Jobs
    package let subscribers: Subscribers
    package let campaigns: Campaigns
    package let people: People
    package let retention: Retention
    package let doctor: Doctor

    package init(database: Database, secrets: Secrets, keys: KeyFolder, logger: Logger, lanes: Int = 2) {
        let store = Store(database, logger: logger)
        institute = Institutes(store: store)
        staff = StaffRoster(store: store)
        audit = AuditTrail(store: store)
        programs = Programs(store: store)
        cohorts = Cohorts(store: store)
        seats = Seats(store: store, secrets: secrets, lanes: lanes)
        payments = Payments(store: store)
        progress = Progress(store: store, secrets: secrets)
        practicals = Practicals(store: store, secrets: secrets)
        decisions = Decisions(store: store, secrets: secrets)
        exams = Exams(store: store, secrets: secrets)
        attempts = Attempts(store: store, secrets: secrets)
        scores = Scores(store: store, secrets: secrets)
        self.keys = Keys(store: store, folder: keys)
        certificates = Certificates(store: store, secrets: secrets, folder: keys)
        renewals = Renewals(store: store, secrets: secrets, certificates: certificates)
        reissues = Reissues(keys: self.keys, certificates: certificates)
        receipts = Receipts(certificates: certificates, keys: self.keys)
        log = TransparencyLog(store: store, folder: keys)
        register = Register(store: store, secrets: secrets)
        jobs = Jobs(store: store, secrets: secrets)
        subscribers = Subscribers(store: store, secrets: secrets)
        campaigns = Campaigns(store: store, secrets: secrets)
        people = People(store: store, secrets: secrets)
        retention = Retention(store: store)
        doctor = Doctor(store: store)
    }
}
