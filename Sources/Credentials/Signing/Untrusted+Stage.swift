extension Untrusted {
    /// The steps of a check, in their order: when one fails, those before it hold and those after it were not made.
    package enum Stage: String, CaseIterable, Comparable, Sendable {
        case form, header, key, signature, claims

        package static func < (left: Self, right: Self) -> Bool {
            guard let left = allCases.firstIndex(of: left), let right = allCases.firstIndex(of: right) else {
                return false
            }
            return left < right
        }
    }

    /// The step that failed; the earlier one where it cannot be told, so that nothing is said to hold that was not looked at.
    package var stage: Stage {
        switch self {
        case .tooLarge, .notThreeParts, .notBase64URL, .notJSON: .form
        case .notACredential, .notAReceipt, .unsigned, .anotherAlgorithm, .extraHeader, .wrongProof: .header
        case .anotherIssuersKey, .unknownKey, .wrongKindOfKey, .unusedKey, .expiredKey, .retiredKey, .compromisedKey:
            .key
        case .wrongSignature: .signature
        case .claimsDisagree, .anotherIssuer, .staleList, .anotherList, .unreadableList: .claims
        }
    }
}
