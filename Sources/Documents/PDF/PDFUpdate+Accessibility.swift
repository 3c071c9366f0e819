extension PDFUpdate {
    /// Makes a copy of the catalog (ISO 32000-1 §7.7.2) that says what cairo 1.16 cannot: the language (§14.9.2), that a
    /// window shows the title rather than a file's name (§12.2), and which files travel along (§7.11.4).
    mutating func describe(language: String, attachments: [AttachedFile], created: String) throws(UnreadablePDF) {
        guard let root = file.trailer["Root"]?.reference, var catalog = try file.resolved(.reference(root)).dictionary
        else { throw .damaged }
        // Unicode names of files came with 1.7 (§7.11.3).
        catalog["Version"] = .name("1.7")
        catalog["Lang"] = .text(language)
        catalog["ViewerPreferences"] = .dictionary(["DisplayDocTitle": .boolean(true)])
        if !attachments.isEmpty {
            // A name tree is sorted by its keys (§7.9.6).
            let sorted = attachments.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            let specifications = sorted.map { ($0.name, attach($0, created: created)) }
            var names = try file.resolved(catalog["Names"]).dictionary ?? PDFDictionary()
            names["EmbeddedFiles"] = .dictionary([
                "Names": .array(specifications.flatMap { [PDFValue.text($0), .reference($1)] })
            ])
            catalog["Names"] = .dictionary(names)
        }
        replace(root, with: catalog)
    }

    /// Gives each figure of the structure tree (§14.7.2) its alternate description (§14.9.3), in the order of the page.
    mutating func describeFigures(_ descriptions: [String]) throws(UnreadablePDF) {
        guard let catalog = try file.resolved(file.trailer["Root"]).dictionary else { throw .damaged }
        var rest = descriptions[...]
        var waiting = [catalog["StructTreeRoot"] ?? .null]
        while let value = waiting.popLast(), let description = rest.first {
            if let values = value.array {
                waiting += values.reversed()
                continue
            }
            guard let reference = value.reference, var element = try file.resolved(value).dictionary else { continue }
            if element["S"] == .name("Figure") {
                element["Alt"] = .text(description)
                replace(reference, with: element)
                rest.removeFirst()
            }
            if let kids = element["K"] { waiting.append(kids) }
        }
        guard rest.isEmpty else { throw .damaged }
    }

    /// An embedded file stream and its specification.
    private mutating func attach(_ attachment: AttachedFile, created: String) -> PDFReference {
        let parameters: PDFDictionary = [
            "Size": .integer(attachment.octets.count), "CreationDate": .text(created), "ModDate": .text(created),
        ]
        let stream = add(
            ["Type": .name("EmbeddedFile"), "Subtype": .name(attachment.type), "Params": .dictionary(parameters)],
            stream: attachment.octets
        )
        return add(
            .dictionary([
                "Type": .name("Filespec"), "F": .text(attachment.name), "UF": .text(attachment.name),
                "Desc": .text(attachment.description),
                "EF": .dictionary(["F": .reference(stream), "UF": .reference(stream)]),
            ])
        )
    }
}
