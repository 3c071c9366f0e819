import ArgumentParser
import Credentials
import Domain
import Foundation

extension KeyName: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument) }
}

extension Answer {
    /// All keys, with what is to be done about them.
    init(_ keys: [Key], hint: String = "") {
        self.init(
            .page(keys, \.json),
            Output.list(
                keys,
                none: "There is no key yet; make the first: registrar key create",
                [
                    .text("KEY") { .init($0.name.rawValue) },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("SIGNS") { .init($0.kind == .rsa ? "JWT (RS256)" : "JSON (Ed25519)") },
                    .text("SINCE (UTC)") { .init(Moment.short($0.since, in: "UTC")) },
                    .text("NEEDED UNTIL") { .init($0.neededUntil.map { Moment.short($0, in: "UTC") }) },
                ]
            ),
            .hint(hint)
        )
    }
}

extension Key {
    fileprivate var since: Date { compromisedAt ?? retiredAt ?? activatedAt ?? createdAt }

    fileprivate var json: JSON {
        [
            "name": .string(name.rawValue), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "created_at": Moment.json(createdAt), "activated_at": Moment.json(activatedAt),
            "retired_at": Moment.json(retiredAt), "needed_until": Moment.json(neededUntil),
            "compromised_at": Moment.json(compromisedAt),
        ]
    }
}

extension Key.State {
    fileprivate var tone: Tone {
        switch self {
        case .active: .good
        case .standby: .waiting
        case .retired: .faint
        case .compromised: .bad
        }
    }
}
