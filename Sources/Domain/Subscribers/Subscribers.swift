/// The people who may get mail of the e-mail list: those whose last word on it is a confirmation.
package struct Subscribers: Sendable {
    let store: Store
    let secrets: Secrets
}

/// Who takes the octets of an export, in order and in portions of about 64 KiB.
package struct ExportOutlets: Sendable {
    package typealias Outlet = @Sendable ([UInt8]) throws -> Void

    let list: Outlet
    /// Takes people without a first name, where the profile is Kit's; without it they are held back.
    var withoutName: Outlet?
    /// Takes the rows that look like a formula, with the header of the profile.
    var quarantine: Outlet?

    package init(list: @escaping Outlet, withoutName: Outlet? = nil, quarantine: Outlet? = nil) {
        self.list = list
        self.withoutName = withoutName
        self.quarantine = quarantine
    }
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

    /// A second file of the same export.
    package struct Beside: Codable, Equatable, Sendable {
        package let profile: ExportProfile
        package let rows: Int
        package let sha256: String
    }

    package let profile: ExportProfile
    package let rows: Int
    /// Of all octets written, in hexadecimal digits.
    package let sha256: String
    package let heldBack: [HeldBack]
    package let withoutName: Beside?
}
