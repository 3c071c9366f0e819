extension Untrusted {
    /// A stable name for programs.
    package var code: String {
        switch self {
        case .tooLarge: "too_large"
        case .notThreeParts, .notBase64URL, .notJSON: "damaged"
        case .notACredential: "not_a_credential"
        case .notAReceipt: "not_a_receipt"
        case .unsigned: "unsigned"
        case .anotherAlgorithm: "another_algorithm"
        case .extraHeader: "extra_header"
        case .wrongProof: "wrong_proof"
        case .anotherIssuersKey: "another_issuers_key"
        case .unknownKey: "unknown_key"
        case .wrongKindOfKey: "wrong_kind_of_key"
        case .unusedKey: "unused_key"
        case .expiredKey: "expired_key"
        case .retiredKey: "retired_key"
        case .compromisedKey: "compromised_key"
        case .wrongSignature: "wrong_signature"
        case .claimsDisagree: "claims_disagree"
        case .anotherIssuer: "another_issuer"
        case .staleList: "stale_list"
        case .anotherList: "another_list"
        case .unreadableList: "unreadable_list"
        }
    }
}
