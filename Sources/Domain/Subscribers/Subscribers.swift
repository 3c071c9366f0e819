/// The people who may get mail of the e-mail list: those whose last word on it is a confirmation.
package struct Subscribers: Sendable {
    let store: Store
    let secrets: Secrets
}

/// What an export wrote, and what it held back.
package struct ExportSummary: Codable, Equatable, Sendable {
    package struct HeldBack: Codable, Equatable, Sendable {
        package enum Reason: String, CaseIterable, Codable, Sendable {
            /// A cell begins with = + - @ TAB or CR, and a spreadsheet would run it.
            case looksLikeAFormula = "looks_like_a_formula"
            /// A blank first name would overwrite the one the platform has; `kit-without-name` has these people.
            case noFirstName = "no_first_name"
        }

        package let reason: Reason
        package let count: Int
        /// The first twenty rows, as they would have been written.
        package let rows: [String]
    }

    package let profile: ExportProfile
    package let rows: Int
    /// Of all octets written, in hexadecimal digits.
    package let sha256: String
    package let heldBack: [HeldBack]
}
