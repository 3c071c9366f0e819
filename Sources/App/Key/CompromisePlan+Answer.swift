import Credentials
import Domain

extension CompromisePlan {
    /// What the key's loss touches, a few lines of it, and what to type next.
    func answer(next: NextCommand? = nil) -> Answer {
        Answer(
            json,
            [
                .details([
                    ("Key", .init("\(outcome.key), \(isShown ? "now \(outcome.was.rawValue)" : "compromised")")),
                    ("Signs next", .init(successor)),
                    ("Certificates", .init("\(outcome.certificates) to sign anew" + (isShown ? "" : ", \(left) left"))),
                ]),
                lines.isEmpty ? .words("") : table,
                .hint(left > lines.count ? "… and \(left - lines.count) more." : ""),
                .words(words),
            ]
                + (!isShown
                    ? []
                    : [
                        .words("Nothing was changed yet. It cannot be undone. To carry out this plan:"),
                        .verbatim((next?.adding("--apply", hash).lines ?? []).joined(separator: "\n")),
                    ])
        )
    }

    private var table: Block {
        .table(
            Table(
                lines,
                [
                    .text("CERTIFICATE") { .init($0.certificate.printedID) },
                    .text("STATUS") { .init($0.certificate.status.rawValue, $0.certificate.status.tone) },
                    .text("FILE") { .init($0.file == .jwt ? "JWT, PDF, badges" : "JSON") },
                    .text("NAME", gives: true) { .init($0.certificate.name) },
                ]
            )
        )
    }

    private var successor: String {
        if let known = outcome.successor { return known }
        return keys.first { $0.kind == kind && $0.state == .active && !isShown }?.name.rawValue ?? "a new key"
    }

    private var isShown: Bool { stage == .shown }

    private var kind: PublicKey.Kind? { keys.first { $0.name.rawValue == outcome.key }?.kind }

    private var words: String {
        switch stage {
        case .shown:
            outcome.was == .compromised
                ? "What is left of this key is signed anew."
                : "Nothing that this key signed will be believed, from the first moment on."
        case .ordered:
            """
            Nothing that this key signed is believed any more. The key files are not here, so the service beside them signs \
            anew within moments.
            """
        case .applied:
            "Nothing that this key signed is believed any more. Signed anew: \(done)."
        }
    }

    var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(stage == .applied), "ordered": .bool(stage == .ordered),
            "key": .string(outcome.key), "was": .string(outcome.was.rawValue), "next": .text(outcome.successor),
            "certificates": .integer(outcome.certificates), "left": .integer(left),
            "lines": .list(lines) { line in
                [
                    "id": .string(line.certificate.printedID), "status": .string(line.certificate.status.rawValue),
                    "file": .string(line.file.rawValue), "name": .text(line.certificate.name),
                ]
            },
        ]
    }
}
