/// Somebody's wish to be on the e-mail list, checked before it is looked up who that may be.
package struct SubscriptionRequest: Sendable {
    /// As typed; it becomes the person's only when the address confirms it.
    package let name: PersonName?
    package let email: EmailAddress
    package let ticks: [Tick]
    /// Where they came from, as its form says; one that no form has becomes the updates form.
    package let source: String
    /// The client's address as text (IPv4, or the /64 of IPv6); nil for a direct loopback peer.
    package let client: String?

    /// A box that was ticked: its purpose, and the version of the wording beside it.
    package struct Tick: Hashable, Sendable {
        package let purpose: String
        /// Nil is the one that stands now, for programs that show a wording of ours.
        package let version: Int?

        package init(_ purpose: String, version: Int? = nil) {
            self.purpose = purpose
            self.version = version
        }
    }

    static let usualSource = "updates_form"

    /// Checks everything that was typed and lists every problem at once.
    ///
    /// - Throws: `Refusal` of kind invalid.
    package init(name: String?, email: String?, ticks: [Tick], source: String?, client: String?) throws {
        var problems: [Refusal.Problem] = []
        func checked<Value>(_ check: () throws(InvalidInput) -> Value) -> Value? {
            do { return try check() } catch {
                problems.append(error.problem)
                return nil
            }
        }
        let typed = name?.trimmed ?? ""
        self.name = typed.isEmpty ? nil : checked { () throws(InvalidInput) in try PersonName(typed: typed) }
        let address = checked { () throws(InvalidInput) in try EmailAddress(typed: email ?? "") }
        if ticks.isEmpty {
            problems.append(.init("purposes", "Tick at least one box: what may we write to you about?"))
        }
        guard let address, problems.isEmpty else { throw Refusal.invalid(problems) }
        self.email = address
        self.ticks = ticks
        self.source = Self.source(source)
        self.client = client
    }

    /// A source is a code; links write it in any case, and with hyphens.
    package static func source(_ typed: String?) -> String {
        guard let typed, (1...31).contains(typed.utf8.count), typed.isASCII, !typed.utf8.contains(0) else {
            return usualSource
        }
        return typed.lowercased().replacing("-", with: "_")
    }
}
