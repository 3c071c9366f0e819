/// Something a template may say, or ask whether it is so.
enum Fact {
    case text(String)
    /// True facts open a section, false ones an inverted section; neither has words.
    case flag(Bool)
    case group([String: Fact])
    case list([[String: Fact]])

    /// A fact that is not there counts as false.
    static func optional(_ text: String?) -> Fact { text.map(Fact.text) ?? .flag(false) }

    static func optional(_ group: [String: Fact]?) -> Fact { group.map(Fact.group) ?? .flag(false) }
}
