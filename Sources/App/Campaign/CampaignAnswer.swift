import Domain

extension Campaign {
    var answer: Answer {
        Answer(
            json,
            .details([
                ("Campaign", .init("\(id), \(subject)", .heading)),
                ("State", .init(state.rawValue, state.tone)),
                ("To", .init(filter)),
                ("By", .init(who ?? "the service")),
                ("Since", .init(Moment.words(createdAt, in: "UTC"))),
                ("Sent", .init("\(sent) of \(recipients)")),
                ("Held back", .init(heldBack == 0 ? nil : "\(heldBack), who left or were suppressed meanwhile")),
                ("Cancelled", .init(cancelled == 0 ? nil : String(cancelled))),
                ("Dead", .init(dead == 0 ? nil : "\(dead); `registrar mail list --state dead` shows them", .bad)),
            ]),
            .hint(state == .sending ? "`registrar campaign show \(id) --watch` follows it." : "")
        )
    }

    var json: JSON {
        [
            "id": .integer(id.rawValue), "state": .string(state.rawValue), "purpose": .string(purpose),
            "subject": .string(subject), "filter": .string(filter), "by": .text(who),
            "created_at": Moment.json(createdAt), "recipients": .integer(recipients), "sent": .integer(sent),
            "held_back": .integer(heldBack), "cancelled": .integer(cancelled), "dead": .integer(dead),
        ]
    }
}

extension Campaign.State {
    var tone: Tone {
        switch self {
        case .sending: .plain
        case .paused: .waiting
        case .cancelled: .bad
        case .done: .good
        }
    }
}

/// Follows a campaign on a terminal until it ends or is paused; the worker does the work.
struct CampaignWatch {
    let campaigns: Campaigns
    let actor: Actor

    func watch(_ id: CampaignID) async throws -> Campaign {
        let bar = ProgressBar("mails")
        defer { bar.end() }
        while true {
            let campaign = try await campaigns.show(id, by: actor)
            bar.show(campaign.ended, of: campaign.recipients)
            guard campaign.state == .sending else { return campaign }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
