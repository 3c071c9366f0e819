import CZlib

/// The least PDF that can have attachments, as another program might write it.
package struct SmallPDF {
    package let octets: [UInt8]

    /// - Parameter tree: the name tree of attachments, which is object 4, in place of one that names them all.
    package init(attachments: [(name: String, data: [UInt8])] = [], filter: String? = nil, tree: String? = nil) {
        var objects: [[UInt8]] = [
            Array("<< /Type /Catalog /Pages 2 0 R /Names 3 0 R >>".utf8),
            Array("<< /Type /Pages /Kids [] /Count 0 >>".utf8),
        ]
        let names = attachments.indices.map { "(\(attachments[$0].name)) \(5 + 2 * $0) 0 R" }.joined(separator: " ")
        let isBare = attachments.isEmpty && tree == nil
        objects.append(Array((isBare ? "<< >>" : "<< /EmbeddedFiles 4 0 R >>").utf8))
        objects.append(Array((tree ?? "<< /Names [\(names)] >>").utf8))
        for (number, attachment) in attachments.enumerated() {
            objects.append(Array("<< /F (\(attachment.name)) /EF << /F \(6 + 2 * number) 0 R >> >>".utf8))
            let filter = filter.map { " /Filter \($0)" } ?? ""
            objects.append(
                Array("<< /Length \(attachment.data.count)\(filter) >> stream\r\n".utf8) + attachment.data
                    + Array("\nendstream".utf8)
            )
        }
        var octets = Array("%PDF-1.4\n".utf8)
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (number, object) in objects.enumerated() {
            let place = String(octets.count)
            table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
            octets += Array("\(number + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = octets.count
        table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        self.octets = octets + table.utf8
    }

    package static func deflated(zeros: Int) -> [UInt8] {
        deflated([UInt8](repeating: 0, count: zeros))
    }

    package static func deflated(_ source: [UInt8]) -> [UInt8] {
        var length = compressBound(uLong(source.count))
        var target = [UInt8](repeating: 0, count: Int(length))
        compress2(&target, &length, source, uLong(source.count), 9)
        return Array(target.prefix(Int(length)))
    }
}
