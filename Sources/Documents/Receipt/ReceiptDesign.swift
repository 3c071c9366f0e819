/// Where everything of a receipt stands: the issuer and the answer above, facts and checks below, the code at the foot.
struct ReceiptDesign {
    private static let margin = 58.0
    private static let labelWidth = 118.0
    private static let codeSide = 92.0

    let sheet: ReceiptSheet
    let code: QRCode
    let canvas: Canvas
    private let column: Rectangle
    private let accent: Colour

    init(sheet: ReceiptSheet, code: QRCode, canvas: Canvas) {
        (self.sheet, self.code, self.canvas) = (sheet, code, canvas)
        let size = sheet.paper.size
        column = Rectangle(x: 0, y: 0, width: size.height, height: size.width).inset(Self.margin)
        accent = sheet.accent.colour
    }

    /// A paragraph with its place; a label stands beside its value.
    private struct Placed {
        let paragraph: Paragraph
        let x: Double
        let y: Double
    }

    /// Measures first, as a long name pushes what follows down; what does not fit is drawn smaller.
    func draw() throws(UnfitDocument) {
        for scale in [1, 0.88, 0.76, 0.64] {
            let (elements, bottom) = try placed(scale: scale)
            guard bottom <= column.bottom - Self.codeSide - 22 || scale == 0.64 else { continue }
            let foot = try foot()
            canvas.element("Document") {
                canvas.fill(Rectangle(x: column.x, y: column.y, width: column.width, height: 2), accent)
                for element in elements {
                    canvas.element(element.name) {
                        for part in element.parts { canvas.draw(part.paragraph, x: part.x, y: part.y) }
                    }
                }
                draw(foot)
            }
            return
        }
    }

    private func placed(
        scale: Double
    ) throws(UnfitDocument) -> (elements: [(name: String, parts: [Placed])], bottom: Double) {
        var elements: [(name: String, parts: [Placed])] = []
        var y = column.y + 16
        func add(_ name: String, _ text: String, _ style: TextStyle, gap: Double) throws(UnfitDocument) {
            let paragraph = try Paragraph(text, style, widest: column.width, on: canvas)
            y += gap * scale
            elements.append((name, [Placed(paragraph: paragraph, x: edge(of: paragraph), y: y)]))
            y += paragraph.height
        }
        let verdict = sheet.isGood ? Self.green : Self.red
        try add("P", sheet.issuer, serif(17 * scale, accent), gap: 0)
        try add("H1", sheet.heading, serif(25 * scale), gap: 12)
        for line in sheet.lead { try add("P", line, sans(10 * scale, .grey), gap: 3) }
        try add("H2", sheet.verdict, serif(22 * scale, verdict), gap: 18)
        y += 12 * scale
        for fact in sheet.facts {
            let label = try Paragraph(fact.label, sans(8.5 * scale, .grey), widest: Self.labelWidth, on: canvas)
            let room = column.width - Self.labelWidth - 12
            let value = try Paragraph(fact.value, sans(10.5 * scale), widest: room, on: canvas)
            elements.append(
                (
                    "P",
                    [
                        Placed(paragraph: label, x: column.x, y: y + 1.6 * scale),
                        Placed(paragraph: value, x: column.x + Self.labelWidth + 12, y: y),
                    ]
                )
            )
            y += max(label.height, value.height) + 5 * scale
        }
        try add("H2", "What was checked", serif(14 * scale), gap: 12)
        for check in sheet.checks {
            let words = (check.holds ? "Holds: " : "Does not hold: ") + check.words
            try add("P", words, sans(9.5 * scale, check.holds ? .ink : Self.red), gap: 4)
        }
        for note in sheet.notes {
            try add("P", note, sans(8.5 * scale, .grey), gap: note == sheet.notes.first ? 16 : 4)
        }
        return (elements, y)
    }

    /// What begins at the right stands at the right.
    private func edge(of paragraph: Paragraph) -> Double {
        paragraph.lines.first?.isRightToLeft == true ? column.right - paragraph.width : column.x
    }

    private func foot() throws(UnfitDocument) -> Paragraph {
        try Paragraph(
            sheet.verifyURL,
            sans(8.5, accent),
            widest: column.width - Self.codeSide - 16,
            on: canvas
        )
    }

    private func draw(_ url: Paragraph) {
        let place = Rectangle(
            x: column.right - Self.codeSide,
            y: column.bottom - Self.codeSide,
            width: Self.codeSide,
            height: Self.codeSide
        )
        canvas.element("P") {
            canvas.element("Link", attributes: "uri='\(sheet.verifyURL)'") {
                canvas.draw(url, x: column.x, y: column.bottom - url.height - 8)
            }
        }
        canvas.element("Figure") { canvas.draw(code, in: place, .ink) }
    }

    private func serif(_ size: Double, _ colour: Colour = .ink) -> TextStyle {
        TextStyle(size: size, colour: colour, isFlush: true)
    }

    private func sans(_ size: Double, _ colour: Colour = .ink) -> TextStyle {
        TextStyle(face: .sans, size: size, colour: colour, isFlush: true)
    }

    private static let green = Colour(red: 0.07, green: 0.42, blue: 0.2)
    private static let red = Colour(red: 0.68, green: 0.1, blue: 0.1)
}
