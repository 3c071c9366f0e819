/// Takes the attached files out of a PDF that a stranger sent.
///
/// Whatever the octets are, the work is bounded: the file in length, each object in length, depth and number of values, the
/// name tree in nodes, and what is expanded in total.
package enum PDFAttachments {
    package static let longestFile = 8_388_608
    package static let longestAttachment = 1_048_576
    package static let mostAttachments = 8
    private static let mostNodes = 64
    private static let deepestTree = 8

    /// The files in the order of their names; none when the PDF has none.
    /// - Throws: `UnreadablePDF`, also for a PDF that is encrypted.
    package static func read(from octets: [UInt8]) throws(UnreadablePDF) -> [AttachedFile] {
        guard octets.count <= longestFile else { throw .tooLarge(limit: longestFile) }
        let file = try PDFFile(octets)
        guard let catalog = try file.resolved(file.trailer["Root"]).dictionary else { throw .damaged }
        guard let names = try file.resolved(catalog["Names"]).dictionary, let tree = names["EmbeddedFiles"] else {
            return []
        }
        return try specifications(in: tree, of: file).map { (specification) throws(UnreadablePDF) in
            try attachment(specification, of: file)
        }
    }

    /// The values of a name tree (ISO 32000-1 §7.9.6).
    private static func specifications(in tree: PDFValue, of file: PDFFile) throws(UnreadablePDF) -> [PDFValue] {
        var found: [PDFValue] = []
        var nodes = 0
        var waiting = [(tree, 0)]
        while let (node, depth) = waiting.popLast() {
            nodes += 1
            guard nodes <= mostNodes, depth <= deepestTree, let node = try file.resolved(node).dictionary else {
                throw .damaged
            }
            // Keys and values take turns.
            let names = try file.resolved(node["Names"]).array ?? []
            found += stride(from: 1, to: names.count, by: 2).map { names[$0] }
            guard found.count <= mostAttachments else { throw .tooManyAttachments(limit: mostAttachments) }
            let kids = try file.resolved(node["Kids"]).array ?? []
            guard kids.count <= mostNodes else { throw .damaged }
            waiting += kids.reversed().map { ($0, depth + 1) }
        }
        return found
    }

    /// What a file specification holds (§7.11.3, §7.11.4).
    private static func attachment(_ value: PDFValue, of file: PDFFile) throws(UnreadablePDF) -> AttachedFile {
        guard let specification = try file.resolved(value).dictionary,
            let embedded = try file.resolved(specification["EF"]).dictionary,
            let reference = (embedded["UF"] ?? embedded["F"])?.reference
        else { throw .damaged }
        let (dictionary, data) = try file.stream(reference)
        return AttachedFile(
            name: try text(specification["UF"] ?? specification["F"], of: file),
            type: try file.resolved(dictionary["Subtype"]).name ?? "",
            description: try text(specification["Desc"], of: file),
            octets: try expanded(data, dictionary, of: file)
        )
    }

    private static func text(_ value: PDFValue?, of file: PDFFile) throws(UnreadablePDF) -> String {
        guard case .string(let octets) = try file.resolved(value) else { return "" }
        // §7.9.2.2; of PDFDocEncoding we take what it shares with ASCII.
        guard octets.starts(with: [0xFE, 0xFF]) else { return String(decoding: octets, as: UTF8.self) }
        let places = stride(from: 2, to: octets.count - 1, by: 2)
        let units = places.map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        return String(decoding: units, as: UTF16.self)
    }

    private static func expanded(
        _ data: ArraySlice<UInt8>,
        _ dictionary: PDFDictionary,
        of file: PDFFile
    ) throws(UnreadablePDF) -> [UInt8] {
        do throws(UnreadablePDF) {
            return try PDFFilter.expand(
                data,
                filter: try file.resolved(dictionary["Filter"]),
                parameters: try file.resolved(dictionary["DecodeParms"]),
                limit: longestAttachment
            )
        } catch .expandsTooFar(let limit) {
            throw .attachmentTooLarge(limit: limit)
        }
    }
}
