extension CertificateDesign {
    /// What the middle shrinks by, step by step, until it fits; few steps, so that few sizes of each font are loaded.
    private static let scales = [1, 0.86, 0.74, 0.62, 0.5]

    /// Heading, name and credential with the lines between them.
    func middleBlock(within room: Rectangle) throws(UnfitDocument) -> Stack {
        var block = Stack()
        for scale in Self.scales {
            block = try middleBlock(scale: scale)
            if block.height <= room.height - 16 { break }
        }
        return block
    }

    private func middleBlock(scale: Double) throws(UnfitDocument) -> Stack {
        let words = TextStyle(size: 14.5 * scale, isItalic: true, colour: .grey)
        var block = Stack()
        block.add(
            try fitted(
                sheet.heading,
                TextStyle(size: 0, tracking: 0.08),
                sizes: [34, 28, 22, 18].map { $0 * scale },
                lines: 1,
                widest: column.width
            ),
            "H1"
        )
        try add(sheet.before, words, scale: scale, to: &block)
        block.add(try nameParagraph(scale: scale), "P", gap: 14 * scale)
        block.addRule(width: 260, accent.tint(0.5), gap: 9 * scale)
        try add(sheet.after, words, scale: scale, to: &block)
        block.add(
            try fitted(
                sheet.credential,
                TextStyle(size: 0, colour: accent),
                sizes: [30, 25, 20, 16].map { $0 * scale },
                lines: 2,
                widest: column.width * 0.86
            ),
            "P",
            gap: 14 * scale
        )
        return block
    }

    private func add(_ lines: [String], _ style: TextStyle, scale: Double, to block: inout Stack) throws(UnfitDocument)
    {
        for (number, line) in lines.enumerated() {
            let paragraph = try Paragraph(line, style, widest: column.width * 0.82, on: canvas)
            block.add(paragraph, "P", gap: (number == 0 ? 16 : 2) * scale)
        }
    }

    /// The name on one line while it can be large, else on two, and only then on more.
    private func nameParagraph(scale: Double) throws(UnfitDocument) -> Paragraph {
        let steps: [(size: Double, lines: Int)] = [
            (46, 1), (39, 1), (33, 1), (28, 1), (34, 2), (28, 2), (24, 3), (19, 3), (14, 4),
        ]
        return try Paragraph.fitted(
            sheet.holder,
            TextStyle(size: 0),
            steps: steps.map { ($0.size * scale, $0.lines) },
            widest: column.width * 0.94,
            on: canvas
        )
    }
}
