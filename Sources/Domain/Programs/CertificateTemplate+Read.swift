import Yams

extension YAMLReading {
    /// The key `certificate` of a program; without it certificates look as usual.
    func certificateTemplate(of program: Fields) -> CertificateTemplate? {
        let keys = [
            "language", "paper", "heading", "before", "after", "labels", "signatories", "small_print", "accent",
        ]
        guard let node = program.pairs["certificate"],
            let fields = mapping(node, "The certificate", keys: keys)
        else { return nil }
        var template = CertificateTemplate()
        let language = optional(fields, "language", longest: 35, like: /[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*/, "zh-Hant")
        template.language = language ?? template.language
        if fields.pairs["paper"] != nil, let paper = choice(fields, "paper", of: CertificateTemplate.Paper.self) {
            template.paper = paper.value
        }
        template.heading = optional(fields, "heading", longest: 60)
        template.before = lines(fields, "before", most: 4) ?? template.before
        template.after = lines(fields, "after", most: 4) ?? template.after
        template.labels = labels(of: fields) ?? template.labels
        template.signatories = signatories(of: fields)
        template.smallPrint = lines(fields, "small_print", most: 2) ?? []
        template.accent = optional(fields, "accent", longest: 7, like: /#[0-9A-Fa-f]{6}/, "\"#1F3A5F\"")
        return template
    }

    private func labels(of template: Fields) -> CertificateTemplate.Labels? {
        guard let node = template.pairs["labels"],
            let fields = mapping(node, "The labels", keys: ["issued", "valid_until", "no_end"])
        else { return nil }
        let usual = CertificateTemplate.Labels()
        return CertificateTemplate.Labels(
            issued: optional(fields, "issued", longest: 40) ?? usual.issued,
            validUntil: optional(fields, "valid_until", longest: 40) ?? usual.validUntil,
            noEnd: optional(fields, "no_end", longest: 40) ?? usual.noEnd
        )
    }

    private func signatories(of template: Fields) -> [CertificateTemplate.Signatory] {
        guard template.pairs["signatories"] != nil else { return [] }
        let nodes = list(template, "signatories")
        if nodes.count > 3 { report(nodes[3], "A certificate has room for three signatories.") }
        return nodes.compactMap { node in
            guard let fields = mapping(node, "A signatory", keys: ["name", "role"]) else { return nil }
            let name = text(fields, "name", longest: 80)
            let role = text(fields, "role", longest: 80)
            guard let name, let role else { return nil }
            return CertificateTemplate.Signatory(name: name.value, role: role.value)
        }
    }

    /// A list of lines; nil when the key is not there.
    private func lines(_ fields: Fields, _ key: String, most: Int) -> [String]? {
        guard let node = fields.pairs[key] else { return nil }
        guard let sequence = node.sequence, sequence.count <= most else {
            report(node, "\(key) is a list of \(most) lines at most, as in `\(key): [one line, and another]`.")
            return nil
        }
        return sequence.compactMap { entry in
            guard let line = entry.scalar?.string, !line.isEmpty, line.unicodeScalars.count <= 200 else {
                report(entry, "A line of \(key) is text with 1 to 200 characters.")
                return nil
            }
            return line
        }
    }

    private func optional(
        _ fields: Fields,
        _ key: String,
        longest: Int,
        like pattern: Regex<Substring>? = nil,
        _ example: String = ""
    ) -> String? {
        guard fields.pairs[key] != nil, let text = text(fields, key, longest: longest) else { return nil }
        if let pattern, text.value.wholeMatch(of: pattern) == nil {
            report(text.node, "\(key) is written like \(example); here stands “\(text.value)”.")
            return nil
        }
        return text.value
    }
}
