import Postgres

/// One purpose for which mail is sent, and the words that ask for it.
package struct Wish: Decodable, Equatable, Sendable {
    /// The purpose's code: `updates`.
    package let purpose: String
    package let name: String
    package let wording: String
    package let version: Int

    package init(purpose: String, name: String, wording: String, version: Int) {
        self.purpose = purpose
        self.name = name
        self.wording = wording
        self.version = version
    }
}

extension Subscribers {
    /// Every purpose, with the words beside its box as they stand now.
    package func wishes() async throws -> [Wish] {
        try await store.read { try $0.wishes() }
    }
}

extension Connection {
    func wishes() throws -> [Wish] {
        try all(
            """
            SELECT purpose.code AS purpose, purpose.name, wording.wording, wording.version
            FROM consent_purpose AS purpose
            CROSS JOIN LATERAL (
                SELECT wording, version
                FROM consent_wording
                WHERE purpose = purpose.code AND is_ours
                ORDER BY version DESC
                LIMIT 1
            ) AS wording
            ORDER BY purpose.position
            """
        )
    }

    /// What was ticked, under the wording that was shown, each purpose once.
    ///
    /// - Throws: `Refusal` of kind invalid for a purpose that is none, and for a wording that no page of ours shows.
    func wishes(of ticks: [SubscriptionRequest.Tick]) throws -> [Wish] {
        let now = try wishes()
        var ticked: [Wish] = []
        for tick in Set(ticks) {
            guard let wish = now.first(where: { $0.purpose == tick.purpose }) else {
                let known = now.map(\.purpose).joined(separator: ", ")
                throw Refusal.invalid("purposes", "There is no purpose of that name; there are \(known).")
            }
            let shown = tick.version == nil || tick.version == wish.version ? wish : try old(wish, tick.version)
            guard let shown else {
                throw Refusal.invalid("purposes", "The words beside a box have changed. Read them, and send it again.")
            }
            guard !ticked.contains(where: { $0.purpose == shown.purpose }) else {
                throw Refusal.invalid("purposes", "“\(shown.purpose)” is given twice; give it once.")
            }
            ticked.append(shown)
        }
        return ticked.sorted { $0.version < $1.version }
    }

    private func old(_ wish: Wish, _ version: Int?) throws -> Wish? {
        let wording: String? = try first(
            """
            SELECT wording
            FROM consent_wording
            WHERE version = \(version)::bigint AND purpose = \(wish.purpose) AND is_ours
            """
        )
        return wording.map { Wish(purpose: wish.purpose, name: wish.name, wording: $0, version: version ?? 0) }
    }
}
