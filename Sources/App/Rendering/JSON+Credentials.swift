import Credentials

extension JSON {
    /// What was signed, as it was signed.
    init(_ signed: Credentials.JSON) {
        switch signed {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let text): self = .string(text)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { JSON($0) })
        case .object(let members): self = .object(members.map { Member($0.name, JSON($0.value)) })
        }
    }
}
