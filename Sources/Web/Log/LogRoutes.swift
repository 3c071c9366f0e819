import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// The transparency log for whoever checks it: its signed head, its key, its entries, and proofs.
enum LogRoutes {
    static let all: [Route] = [checkpoint, key, entries, inclusion, consistency]

    private static let checkpoint = Route(
        method: .get,
        path: "/log/checkpoint",
        name: "logCheckpoint",
        summary: "The newest signed head of the transparency log (C2SP tlog-checkpoint).",
        audience: .programs,
        answers: [.init(status: .ok, words: "A signed note.", contentType: "text/plain", schema: Schema.text)],
        handle: { visit in
            guard let text = try await visit.registrar.log.checkpoint() else {
                throw Refusal.notFound(
                    "log-unsigned",
                    "The log was not signed yet; the worker beside the keys does it."
                )
            }
            return Response(text: text, contentType: "text/plain; charset=utf-8").kept(seconds: 10)
        }
    )

    private static let key = Route(
        method: .get,
        path: "/log/key",
        name: "logKey",
        summary: "The key that checkpoints are checked with, as NAME+HASH+BASE64 (C2SP signed-note).",
        audience: .programs,
        answers: [.init(status: .ok, words: "One line.", contentType: "text/plain", schema: Schema.text)],
        handle: { visit in
            let key = try await visit.registrar.log.verifierKey()
            return Response(text: "\(key)\n", contentType: "text/plain; charset=utf-8").kept(seconds: 300)
        }
    )

    private static let entries = Route(
        method: .get,
        path: "/log/entries",
        name: "logEntries",
        summary: "Entries of the log in its order, at most \(TransparencyLog.pageLength) at once.",
        audience: .programs,
        parameters: [
            query("start", "The first entry, counted from 0; without it 0."),
            query("end", "The last entry, included; without it as many as a page has."),
        ],
        answers: [
            .init(
                status: .ok,
                words: "`entry` is what was hashed, octet for octet; `next` is where the rest begins.",
                schema: Schema.object([
                    "items": Schema.list(Schema.object(["index": Schema.count(), "entry": Schema.text])),
                    "size": Schema.count(),
                    "next": Schema.orNull(Schema.count()),
                ])
            )
        ],
        handle: { visit in
            let start = try visit.number("start") ?? 0
            let end = try visit.number("end")
            let page = try await visit.registrar.log.entries(from: start, through: end)
            let answer = Response([
                "items": .array(
                    page.lines.map {
                        ["index": .integer($0.index), "entry": .string(String(decoding: $0.entry, as: UTF8.self))]
                    }
                ),
                "size": .integer(page.size),
                "next": JSON(page.next),
            ])
            return answer.kept(seconds: 10)
        }
    )

    private static let inclusion = Route(
        method: .get,
        path: "/log/inclusion",
        name: "logInclusion",
        summary: "The proof that an entry is in the log (RFC 9162 §2.1.3).",
        audience: .programs,
        parameters: [
            query("index", "The entry, counted from 0."),
            query("size", "Of the tree; without it all of the log."),
        ],
        answers: [
            .init(
                status: .ok,
                words: "Hashes in base 64, from the leaf's neighbour up to the child of the root.",
                schema: Schema.object([
                    "index": Schema.count(), "size": Schema.count(from: 1), "root": Schema.text, "leaf": Schema.text,
                    "hashes": Schema.list(Schema.text),
                ])
            )
        ],
        handle: { visit in
            guard let index = try visit.number("index") else { throw missing("index") }
            let size = try visit.number("size")
            let proof = try await visit.registrar.log.inclusion(of: index, in: size)
            let answer = Response([
                "index": .integer(proof.index), "size": .integer(proof.head.size),
                "root": .string("\(proof.head.root)"), "leaf": .string("\(proof.leaf)"),
                "hashes": .array(proof.hashes.map { .string("\($0)") }),
            ])
            return answer.kept(seconds: size == nil ? 10 : forEver)
        }
    )

    private static let consistency = Route(
        method: .get,
        path: "/log/consistency",
        name: "logConsistency",
        summary: "The proof that the log goes on from an earlier size (RFC 9162 §2.1.4).",
        audience: .programs,
        parameters: [
            query("from", "The earlier size."),
            query("to", "The later size; without it all of the log."),
        ],
        answers: [
            .init(
                status: .ok,
                words: "Hashes in base 64; none from a size to itself, and none from 0.",
                schema: Schema.object([
                    "from": Schema.count(), "to": Schema.count(), "from_root": Schema.text, "to_root": Schema.text,
                    "hashes": Schema.list(Schema.text),
                ])
            )
        ],
        handle: { visit in
            guard let from = try visit.number("from") else { throw missing("from") }
            let to = try visit.number("to")
            let proof = try await visit.registrar.log.consistency(from: from, to: to)
            let answer = Response([
                "from": .integer(proof.old.size), "to": .integer(proof.head.size),
                "from_root": .string("\(proof.old.root)"), "to_root": .string("\(proof.head.root)"),
                "hashes": .array(proof.hashes.map { .string("\($0)") }),
            ])
            return answer.kept(seconds: to == nil ? 10 : forEver)
        }
    )

    /// What was proved of a size stays proved.
    private static let forEver = 31_536_000

    private static func query(_ name: String, _ words: String) -> Route.Parameter {
        .init(name: name, place: .query, words: words, schema: Schema.count())
    }

    private static func missing(_ name: String) -> Refusal {
        Refusal.invalid(name, "Give `\(name)`, a whole number from 0.")
    }
}

extension Visit {
    /// A count in the query; nil where it is not given.
    fileprivate func number(_ name: String) throws -> Int? {
        guard let text = try query()[name], !text.isEmpty else { return nil }
        guard let number = Int(text), number >= 0, number < 1 << 53 else {
            throw Refusal.invalid(name, "`\(name)` is a whole number from 0.")
        }
        return number
    }
}
