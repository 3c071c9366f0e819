import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Issuing", .database)
struct IssueTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private func plan(_ code: String) async throws -> IssuePlan {
        try await certificates.planIssue(.cohort(code, enrollments: []), by: here.staff(.registrar))
    }

    private func issue(_ code: String, hash: String) async throws -> IssuePlan {
        try await certificates.issue(.cohort(code, enrollments: []), hash: hash, by: here.staff(.registrar))
    }

    @Test("a granted decision becomes a certificate that its own keys and the published ones vouch for")
    func issued() async throws {
        let certificate = try await here.certificate(of: "Nguyễn Thị Minh")
        #expect(certificate.status == .active)
        #expect(certificate.name == "Nguyễn Thị Minh")
        #expect(certificate.printedID.wholeMatch(of: /MES-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]/) != nil)
        let ring = try await here.registrar.keys.ring()
        let check = try await certificates.check(certificate, by: ring)
        #expect(check.signature == .valid)
        #expect(check.key?.hasPrefix("did:web:registrar.example#rsa-") == true)
        // Two years, to the second.
        let calendar = Calendar(identifier: .gregorian)
        let until = try #require(certificate.validUntil)
        #expect(
            calendar.dateComponents(in: .gmt, from: until).year
                == calendar.dateComponents(in: .gmt, from: certificate.validFrom).year.map { $0 + 2 }
        )
        // The file says the same as the row, and its other form is signed too.
        let files = try #require(try await certificates.files(of: certificate.id, version: 1))
        let jwt = try CredentialJWT.check(files.jwt, by: ring, at: Instant(certificate.now))
        #expect(jwt.id == "https://registrar.example/verify/\(certificate.printedID)")
        #expect(jwt.validUntil == Instant(until))
        let proof = try IntegrityProof.check(JSON.read(Array(files.proof.utf8)), by: ring, at: Instant(certificate.now))
        #expect(proof.document == jwt.document)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the name waits for its holder, is taken as they spell it, and after 14 days as it was registered")
    func names() async throws {
        _ = try await here.registrar.keys.create(by: .system)
        let (code, claims) = try await here.grantedCohort(["ada", "Bo"])
        #expect(try await plan(code).ready == 0)
        let confirmed = try await certificates.confirmName(link: here.nameLink(of: claims[0]), typed: " Ada Lovelace ")
        #expect(confirmed.name.rawValue == "Ada Lovelace")
        let first = try await plan(code)
        #expect(first.ready == 1)
        #expect(try await issue(code, hash: first.hash).lines.map(\.name.rawValue) == ["Ada Lovelace", "Bo"])
        let late = try await refusal {
            _ = try await certificates.confirmName(link: here.nameLink(of: claims[0]), typed: "Ada")
        }
        #expect(late?.code == "certificate-issued")
        try await here.shiftClock(by: .seconds(14 * 86_400 + 1))
        let second = try await plan(code)
        #expect(second.lines.map(\.name.rawValue) == ["Bo"])
        #expect(try await issue(code, hash: second.hash).issued == 1)
        #expect(try await refusal { _ = try await plan(code) }?.code == "nothing-to-issue")
    }

    @Test("links for another purpose open no name, and a name's link opens no reservation")
    func purposes() async throws {
        let (_, claims) = try await here.grantedCohort()
        let acting = LinkToken(.act, claims[0]).text(sealedWith: TestDatabase.secrets.links)
        #expect(try await refusal { _ = try await certificates.name(link: acting) }?.code == "link-unknown")
        let naming = here.nameLink(of: claims[0])
        #expect(try await refusal { _ = try await here.registrar.seats.open(link: naming) }?.code == "link-unknown")
        await #expect(throws: InvalidInput.self) { _ = try await certificates.confirmName(link: naming, typed: " ") }
    }

    @Test("the same plan again, and four at once, issue each decision once")
    func once() async throws {
        _ = try await here.registrar.keys.create(by: .system)
        let (code, _) = try await here.grantedCohort(["Ada", "Bo", "Cy", "Dee"])
        try await here.shiftClock(by: .seconds(15 * 86_400))
        let plan = try await plan(code)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...4 { group.addTask { try await issue(code, hash: plan.hash).issued } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(counts == [4, 4, 4, 4])
        let numbers: [Int] = try await here.service.read {
            [
                try $0.one("SELECT count(*) FROM certificate"),
                try $0.one("SELECT count(DISTINCT status_index) FROM certificate_version"),
            ]
        }
        #expect(numbers == [4, 4])
        #expect(try await issue(code, hash: plan.hash).issued == 4)
    }

    @Test("without keys nothing is issued; where their files are not, an order waits for the worker beside them")
    func keyless() async throws {
        let (code, _) = try await here.grantedCohort()
        try await here.shiftClock(by: .seconds(15 * 86_400))
        let plan = try await plan(code)
        #expect(try await refusal { _ = try await issue(code, hash: plan.hash) }?.code == "keys-missing")
        _ = try await here.registrar.keys.create(by: .system)
        let folder = here.registrar.keys.folder.path
        try FileManager.default.moveItem(atPath: folder, toPath: "\(folder).away")
        for _ in 1...2 { #expect(try await issue(code, hash: plan.hash).stage == .ordered) }
        #expect(try await certificates.issueOrdered() == nil)
        try FileManager.default.moveItem(atPath: "\(folder).away", toPath: folder)
        #expect(try await certificates.issueOrdered() == "")
        #expect(try await certificates.issueOrdered() == nil)
        let story = try await issue(code, hash: plan.hash)
        #expect(story.stage == .applied && story.issued == 1)
        let issuer: String = try await here.service.read {
            try $0.one("SELECT login FROM certificate_event JOIN staff ON staff.id = certificate_event.staff_id")
        }
        #expect(issuer == "registrar")
    }

    @Test("IDs in every spelling are found; a typing error is told from an ID that was never issued")
    func lookUp() async throws {
        let certificate = try await here.certificate()
        let printed = certificate.printedID
        let spellings = [
            printed, printed.lowercased(), " \(printed) ", printed.replacing("-", with: " "),
            certificate.id.rawValue, "PRCS" + printed.dropFirst(3), printed.replacing("0", with: "O"),
            String(
                printed.unicodeScalars.map { scalar in
                    scalar.isASCII && scalar.value > 0x20
                        ? Character(Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar) : Character(scalar)
                }
            ),
        ]
        for spelling in spellings {
            guard case .found(let found) = try await certificates.lookUp(spelling) else {
                Issue.record("\(spelling) was not found")
                continue
            }
            #expect(found.id == certificate.id)
        }
        let other = CertificateID()
        guard case .unknown = try await certificates.lookUp(other.printed()) else { throw Unexpected() }
        guard case .unknown = try await certificates.lookUp("'; DROP TABLE certificate; --") else { throw Unexpected() }
        let wrong = String(certificate.id.rawValue.dropLast()) + (certificate.id.rawValue.hasSuffix("2") ? "3" : "2")
        guard case .typingError(.wrongCheck) = try await certificates.lookUp(wrong) else { throw Unexpected() }
        guard case .typingError(.letterU) = try await certificates.lookUp("U" + wrong.dropFirst()) else {
            throw Unexpected()
        }
    }

    @Test("when a key retires, the lists of revocations are signed by the next, and it is vouched for while they hold")
    func retired() async throws {
        _ = try await here.certificate()
        let owner = try await here.staff(.owner)
        let active = try #require(
            try await here.registrar.keys.list(by: owner).first { $0.kind == .rsa && $0.state == .active }
        )
        #expect(try await certificates.signStatusLists() == 0)
        for retiring in [active.name, nil] {
            let now = try await here.registrar.keys.list(by: owner).first { $0.kind == .rsa && $0.state == .active }
            let name = try #require(retiring ?? now?.name)
            let keys = try await here.registrar.keys.retire(name, by: owner)
            #expect(try await certificates.signStatusLists() == 1)
            let signer: String = try await here.service.read { try $0.one("SELECT signed_by FROM status_list") }
            #expect(keys.first { $0.state == .active && $0.kind == .rsa }?.name.rawValue == signer)
            let ring = try await here.registrar.keys.ring()
            let soon = try await here.registrar.keys.now().adding(seconds: StatusListCredential.secondsValid - 60)
            #expect(ring.keys.first { $0.name == name }?.isAsserted(at: soon) == true)
        }
    }

    @Test("a compromised key's signature is believed no more from then on, and the next key signs")
    func compromised() async throws {
        let certificate = try await here.certificate()
        let before = try await here.registrar.keys.ring()
        #expect(try await certificates.check(certificate, by: before).signature == .valid)
        let owner = try await here.staff(.owner)
        let active = try #require(
            try await here.registrar.keys.list(by: owner).first { $0.kind == .rsa && $0.state == .active }
        )
        try await here.markCompromised(active.name)
        let keys = try await here.registrar.keys.create(by: owner)
        #expect(
            keys.filter { $0.kind == .rsa }.map(\.state).sorted { $0.rawValue < $1.rawValue } == [
                .active, .compromised, .standby,
            ]
        )
        let check = try await certificates.check(certificate, by: here.registrar.keys.ring())
        #expect(check.signature == .invalid)
        #expect(check.problem?.contains("compromised") == true)
        // A version signed by a key that signs no more is refused by the database.
        let constraint = await constraint {
            _ = try await here.service.write { connection in
                try connection.execute(
                    """
                    INSERT INTO certificate_version
                    SELECT certificate_id, 2, 'corrected', at, valid_from, valid_until, jwt_key, proof_key, status_list,
                        (status_index + 1) % 131072, jwt_digest, proof_digest
                    FROM certificate_version
                    """
                )
            }
        }
        #expect(constraint == "only_active_keys_sign")
    }

    @Test("once a certificate that is no test was issued, the public address stays")
    func address() async throws {
        let certificate = try await here.certificate()
        #expect(!certificate.isTest)
        let refused = try await refusal {
            _ = try await here.registrar.institute.set(InstituteChange(publicUrl: "https://other.example"), by: .system)
        }
        #expect(refused?.code == "public-url-stays")
    }
}
