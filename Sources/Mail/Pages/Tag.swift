/// One `{{…}}` of a template.
struct Tag {
    /// `#`, `^`, `/`, `$`, `<`, `>`, `!`, or nothing for a value.
    let sign: String
    let name: String

    static func all(in source: String) -> [Tag] {
        source.matches(of: /\{\{([#^\/$<>!{&=%]?)\s*([^}]*?)\s*\}\}/).map {
            Tag(sign: String($0.1), name: String($0.2))
        }
    }

    /// Why the tag may not stand in a template: unescaped values, dotted paths (which fail unseen) and missing
    /// partials.
    func problem(among templates: [String: String]) -> String? {
        switch sign {
        case "!", "/": nil
        case "{", "&", "=", "%": "{{\(sign)\(name)}} would go around the escaping"
        case "<", ">":
            name == "*shell" || templates[name] != nil ? nil : "there is no template \(name) for {{\(sign)\(name)}}"
        default:
            name.wholeMatch(of: /[a-z][A-Za-z]*/) != nil ? nil : "{{\(sign)\(name)}} is not a plain name"
        }
    }
}
