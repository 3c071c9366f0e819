import Domain

extension Requirement.State {
    var tone: Tone {
        switch self {
        case .complete, .waived: .good
        case .submitted: .waiting
        case .failed, .expired: .bad
        case .incomplete: .faint
        }
    }

    /// One character for a cell of a matrix.
    var sign: String {
        switch self {
        case .complete: "✓"
        case .waived: "w"
        case .submitted: "?"
        case .failed: "✕"
        case .expired: "!"
        case .incomplete: "·"
        }
    }
}

extension Candidate {
    var json: JSON {
        [
            "enrollment": .integer(id.rawValue), "number": .integer(number.rawValue), "name": .text(name?.rawValue),
            "email": .text(email?.rawValue), "state": .string(state.rawValue), "seat_number": .count(seatNumber),
        ]
    }
}

extension RequirementState {
    var json: JSON {
        [
            "code": .string(code), "kind": .string(kind.rawValue), "name": .string(name), "module": .string(module),
            "state": .string(state.rawValue), "done": .integer(done), "needed": .integer(needed),
            "valid_until": .text(lastDay), "since": Moment.json(since),
        ]
    }
}

extension Evidence {
    var json: JSON {
        [
            "evidence": .integer(id.rawValue), "enrollment": .integer(enrollmentId.rawValue),
            "requirement": .string(requirement), "media_type": .string(mediaType), "octets": .integer(size),
            "name": .text(name), "sha256": .text(sha256), "at": Moment.json(at), "brought_by": .text(staff),
            "waiting": .bool(isWaiting),
        ]
    }

    /// `412 kB`
    var sizeWords: String {
        switch size {
        case ..<1_024: "\(size) octets"
        case ..<1_048_576: "\(size / 1_024) kB"
        default: "\(size / 1_048_576) MB"
        }
    }
}
