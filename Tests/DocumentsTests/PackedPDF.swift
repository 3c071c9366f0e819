import TestSupport

/// A PDF with an attachment as most programs save it today: objects in a compressed stream, and a stream that says where
/// they lie, predicted row by row (ISO 32000-1 §7.5.7, §7.5.8).
struct PackedPDF {
    let octets: [UInt8]

    /// - Parameters:
    ///   - filter: 0 to 4, PNG's prediction of each row.
    ///   - objects: in place of those that lead to the attachment, which is object 6; 1 is the catalog.
    ///   - length: what the object stream says its length is.
    init(name: String, data: [UInt8], filter: UInt8 = 2, objects: [String]? = nil, length: String? = nil) {
        let packed =
            objects ?? [
                "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>",
                "<< /Type /Pages /Kids [] /Count 0 >>", "<< /Kids [4 0 R] >>",
                "<< /Limits [(\(name)) (\(name))] /Names [(\(name)) 5 0 R] >>",
                "<< /Type /Filespec /UF (\(name)) /EF << /F 6 0 R >> >>",
            ]
        var header = ""
        var body = ""
        for (index, object) in packed.enumerated() {
            header += "\(index + 1) \(body.utf8.count) "
            body += object + "\n"
        }
        var octets = Array("%PDF-1.5\n".utf8)
        // 1. The attachment, 6; the object stream, 7; the sections, 8.
        let attachment = octets.count
        let end = Array("\nendstream\nendobj\n".utf8)
        octets += Array("6 0 obj\n<< /Length \(data.count) >>\nstream\n".utf8) + data + end
        let stream = octets.count
        let deflated = SmallPDF.deflated(Array((header + body).utf8))
        let said = length ?? String(deflated.count)
        let shape = "/N \(packed.count) /First \(header.utf8.count) /Length \(said)"
        octets += Array("7 0 obj\n<< /Type /ObjStm \(shape) /Filter /FlateDecode >>\nstream\n".utf8) + deflated + end
        let section = octets.count
        var rows: [[UInt8]] = [Self.row(0, 0, 255)]
        for index in 0..<5 { rows.append(Self.row(2, 7, UInt8(index))) }
        rows += [Self.row(1, attachment, 0), Self.row(1, stream, 0), Self.row(1, section, 0)]
        let table = SmallPDF.deflated(Self.predicted(rows, filter))
        octets += Array(
            """
            8 0 obj
            << /Type /XRef /Size 9 /W [1 3 1] /Root 1 0 R /Length \(table.count) /Filter [/FlateDecode]
            /DecodeParms [<< /Predictor \(10 + filter) /Columns 5 >>] >>
            stream\n
            """.utf8
        )
        octets += table + end + Array("startxref\n\(section)\n%%EOF\n".utf8)
        self.octets = octets
    }

    private static func row(_ type: UInt8, _ second: Int, _ third: UInt8) -> [UInt8] {
        [type] + [16, 8, 0].map { UInt8(truncatingIfNeeded: second >> $0) } + [third]
    }

    /// As PNG predicts each row (W3C PNG §9.2).
    private static func predicted(_ rows: [[UInt8]], _ filter: UInt8) -> [UInt8] {
        var before = [UInt8](repeating: 0, count: 5)
        var result: [UInt8] = []
        for row in rows {
            result.append(filter)
            for index in row.indices {
                let left = index > 0 ? Int(row[index - 1]) : 0
                let corner = index > 0 ? Int(before[index - 1]) : 0
                let above = Int(before[index])
                let slope = left + above - corner
                let guess =
                    switch filter {
                    case 1: left
                    case 2: above
                    case 3: (left + above) / 2
                    // The first of the nearest.
                    case 4: [left, above, corner].min { abs(slope - $0) < abs(slope - $1) } ?? 0
                    default: 0
                    }
                result.append(row[index] &- UInt8(guess))
            }
            before = row
        }
        return result
    }
}
