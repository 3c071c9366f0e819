import Credentials
import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("The log over HTTP", .database)
struct LogRouteTests {
    private var here: TestDatabase { .current }

    @Test("checkpoint, key, entries and proofs fit together, as a stranger checks them")
    func whole() async throws {
        let certificate = try await here.certificate()
        try await Visitor.visiting { visitor in
            let key = try #require(VerifierKey(String(try await visitor.get("/log/key").text.dropLast())))
            #expect(key.name == "registrar.example/log")
            let answer = try await visitor.get("/log/checkpoint")
            #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "public, max-age=10")
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            let head = try Checkpoint(answer.text, by: key).head
            #expect(head.size == 2)

            let page = try await visitor.get("/log/entries?start=0&end=1").json
            #expect(page["size"] == 2)
            #expect(page["next"] == .null)
            var check = LogCheck()
            for item in page["items"]?.elements ?? [] { try check.take(Data((item["entry"]?.text ?? "").utf8)) }
            #expect(check.tree.root == head.root)

            let inclusion = try await visitor.get("/log/inclusion?index=1&size=2").json
            let hashes = try (inclusion["hashes"]?.elements ?? []).map { try #require(MerkleHash($0.text ?? "")) }
            let leaf = try #require(MerkleHash(inclusion["leaf"]?.text ?? ""))
            #expect(MerkleProof.root(of: leaf, at: 1, in: 2, by: hashes) == head.root)
            let consistency = try await visitor.get("/log/consistency?from=1&to=2").json
            #expect(consistency["to_root"]?.text == "\(head.root)")
            #expect(consistency["hashes"]?.elements.count == 1)

            let proof = try await visitor.get("/verify/\(certificate.printedID).tlog-proof")
            #expect(proof.status == 200)
            let read = try TLogProof(proof.text)
            let entry = try #require(read.entry)
            #expect(try read.check(entry, by: key) == head)
        }
    }

    @Test(
        "ranges that end before they start, or lie beyond the log, are told with a field",
        arguments: [
            ("/log/entries?start=1&end=0", "end"), ("/log/entries?start=2", "start"),
            ("/log/entries?start=-1", "start"), ("/log/entries?start=x", "start"),
            ("/log/entries?end=99999999999999999999", "end"), ("/log/consistency?from=2&to=1", "from"),
            ("/log/consistency?from=0&to=3", "to"), ("/log/consistency?to=1", "from"),
            ("/log/inclusion?index=2", "index"), ("/log/inclusion", "index"), ("/log/inclusion?index=0&size=9", "size"),
        ]
    )
    func refused(path: String, field: String) async throws {
        _ = try await here.certificate()
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get(path)
            #expect(answer.status == 422)
            #expect(try answer.json["problems"]?.elements.first?["field"]?.text == field)
        }
    }

    @Test("a million entries at once are answered with a page, and where the rest begins")
    func bounded() async throws {
        try await here.furnish()
        try await here.force(
            "SELECT append_to_log(array_fill('did'::text, ARRAY[2500]), array_fill(sha256(''), ARRAY[2500]))"
        )
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/log/entries?start=100&end=1000099").json
            #expect(page["items"]?.elements.count == 1_000)
            #expect(page["items"]?.elements.first?["index"] == 100)
            #expect(page["next"] == 1_100)
            let last = try await visitor.get("/log/entries?start=2000").json
            #expect(last["items"]?.elements.count == 500)
            #expect(last["next"] == .null)
        }
    }

    @Test("before the log was signed there is no checkpoint and no key, and both say so")
    func unsigned() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            for (path, code) in [("/log/checkpoint", "log-unsigned"), ("/log/key", "log-key-missing")] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 404)
                #expect(try answer.json["code"]?.text == code)
            }
            #expect(try await visitor.get("/log/entries").json["size"] == 0)
        }
    }

    @Test("the page and the JSON say that the certificate is in the log, and a changed entry is never passed over")
    func shown() async throws {
        let certificate = try await here.certificate()
        let address = "/api/v1/certificates/\(certificate.printedID)"
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get("/verify/\(certificate.printedID)").text.contains("public log, whose order"))
            let json = try await visitor.get(address).json
            #expect(json["checks"]?["log"] == "valid")
            #expect(
                json["links"]?["tlog_proof"]?.text
                    == "https://registrar.example/verify/\(certificate.printedID).tlog-proof"
            )
        }
        try await here.force("ALTER TABLE log_entry DISABLE TRIGGER USER")
        try await here.force(
            """
            UPDATE log_entry
            SET entry = entry || ' ', leaf = sha256('\\x00'::bytea || entry || ' ')
            WHERE op = 'issue'
            """
        )
        let fresh = Registrar(
            database: here.service,
            secrets: TestDatabase.secrets,
            keys: here.registrar.keys.folder,
            logger: .silent
        )
        try await Visitor.visiting(registrar: fresh) { visitor in
            #expect(try await visitor.get(address).json["checks"]?["log"] == "invalid")
            let page = try await visitor.get("/verify/\(certificate.printedID)").text
            #expect(
                page.contains("Not to be relied on")
                    && page.contains("public log does not hold")
            )
            let file = try #require(try await fresh.certificates.files(of: certificate.id, version: 1))
            let held = try await fresh.certificates.verify(
                HeldFile(reading: Array(file.jwt.utf8)),
                by: fresh.keys.ring()
            )
            #expect(held.state == .untrusted && held.trouble?.code == "log_does_not_hold" && !held.isGood)
        }
        // Whoever dates back and stops signing is seen as well.
        try await here.force(
            "UPDATE log_head SET checkpoint = NULL, signed_size = NULL, signed_at = NULL, signed_by = NULL"
        )
        let unsigned = Registrar(
            database: here.service,
            secrets: TestDatabase.secrets,
            keys: here.registrar.keys.folder,
            logger: .silent
        )
        #expect(try await unsigned.certificates.check(certificate, by: unsigned.keys.ring()).log == .invalid)
    }
}
