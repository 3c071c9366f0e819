import Domain

@testable import Mail

extension Wording {
    /// A seat's letter by its kind, as the stories name it.
    func text(of kind: SeatLetter.Kind, _ facts: [String: Fact]) throws -> String {
        try text(of: kind.rawValue, facts)
    }

    func html(of kind: SeatLetter.Kind, _ facts: [String: Fact]) throws -> String {
        try html(of: kind.rawValue, facts)
    }

    func subject(of kind: SeatLetter.Kind, _ facts: [String: Fact]) throws -> String {
        try subject(of: kind.rawValue, facts)
    }

    func render(
        _ kind: SeatLetter.Kind,
        _ format: Format,
        _ facts: [String: Fact],
        _ notes: Notes = Notes()
    ) throws -> String {
        try render(kind.rawValue, format, facts, notes)
    }
}
