/// Where everything of a certificate stands.
///
/// The issuer is at the top, facts, signatures and code at the foot; heading, name and credential are in the middle of what
/// lies between, and give way in size when that is little.
struct CertificateDesign {
    let sheet: CertificateSheet
    let code: QRCode
    let canvas: Canvas
    let page: Rectangle
    /// The widest a line may be.
    let column: Rectangle
    let accent: Colour

    init(sheet: CertificateSheet, code: QRCode, canvas: Canvas) {
        self.sheet = sheet
        self.code = code
        self.canvas = canvas
        page = Rectangle(x: 0, y: 0, width: sheet.paper.size.width, height: sheet.paper.size.height)
        column = page.inset(66)
        accent = sheet.accent.colour
    }

    /// Draws in the order in which it is read aloud.
    func draw() throws(UnfitDocument) {
        frame()
        let head = try headBlock()
        let foot = try CertificateFoot(design: self)
        let room = Rectangle(
            x: column.x,
            y: column.y + head.height,
            width: column.width,
            height: column.height - head.height - foot.height
        )
        let middle = try middleBlock(within: room)
        let watermark = try watermark()
        canvas.element("Document") {
            if let watermark { drawWatermark(watermark) }
            head.draw(on: canvas, from: column.y, around: page.middle)
            middle.draw(on: canvas, from: room.y + (room.height - middle.height) / 2, around: page.middle)
            foot.draw()
        }
    }

    /// Two fine lines around the page, which say nothing and are in no structure.
    private func frame() {
        canvas.stroke(page.inset(27), accent, thickness: 1.2)
        canvas.stroke(page.inset(31.5), accent, thickness: 0.4)
    }

    private func headBlock() throws(UnfitDocument) -> Stack {
        var head = Stack()
        let name = TextStyle(size: 0, colour: accent, tracking: 0.03)
        head.add(try fitted(sheet.issuer, name, sizes: [24, 20, 16, 13], lines: 2, widest: column.width), "P")
        if let line = sheet.issuerLine {
            let style = TextStyle(face: .sans, size: 9, colour: .grey)
            head.add(try Paragraph(line, style, widest: column.width, on: canvas), "P", gap: 3)
        }
        return head
    }

    /// The largest size at which a text needs no more lines than given; else the smallest.
    func fitted(
        _ text: String,
        _ style: TextStyle,
        sizes: [Double],
        lines: Int,
        widest: Double
    ) throws(UnfitDocument) -> Paragraph {
        try Paragraph.fitted(text, style, sizes: sizes, lines: lines, widest: widest, on: canvas)
    }

    // MARK: Test

    private func watermark() throws(UnfitDocument) -> Paragraph? {
        guard sheet.isTest else { return nil }
        let red = Colour(red: 0.78, green: 0.12, blue: 0.12)
        let style = TextStyle(face: .sans, size: 230, isBold: true, colour: red.tint(0.16))
        return try Paragraph("TEST", style, on: canvas)
    }

    private func drawWatermark(_ watermark: Paragraph) {
        canvas.element("P") {
            canvas.moved(to: (page.middle, page.height / 2), angle: 0.5) {
                canvas.draw(watermark, x: -watermark.width / 2, y: -watermark.height / 2)
            }
        }
    }
}
