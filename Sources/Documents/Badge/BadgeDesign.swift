/// Where everything of a badge stands, in a square of 600 units.
struct BadgeDesign {
    static let side = 600.0

    /// A paragraph with its upper edge; all stand around the middle.
    struct Placed {
        let paragraph: Paragraph
        let y: Double
    }

    let badge: Badge
    let canvas: Canvas
    let texts: [Placed]
    let disc = Rectangle(x: 4, y: 4, width: 592, height: 592)
    let ring = Rectangle(x: 24, y: 24, width: 552, height: 552)
    let rule: Rectangle
    let accent: Colour
    /// Lines on the disc: white, let through a little of the accent.
    let pale: Colour

    init(_ badge: Badge, on canvas: Canvas) throws(UnfitDocument) {
        try badge.check()
        self.badge = badge
        self.canvas = canvas
        accent = badge.accent.colour
        pale = accent.tint(0.2)
        let sans = TextStyle(face: .sans, size: 0, colour: .white)
        let serif = TextStyle(size: 0, colour: .white, tracking: 0.03)
        let codeSizes = [138.0, 108, 84, 60, 44, 24]
        let nameSizes = [36.0, 32, 28, 24, 20, 15]
        let code = try Paragraph.fitted(badge.code, serif, sizes: codeSizes, lines: 1, widest: 440, on: canvas)
        let name = try Paragraph.fitted(badge.name, sans, sizes: nameSizes, lines: 3, widest: 440, on: canvas)
        let issuer = try Paragraph.fitted(
            badge.issuer,
            sans,
            sizes: [21, 18, 15, 11],
            lines: 2,
            widest: 310,
            on: canvas
        )
        let ruleY = 288.0
        rule = Rectangle(x: 240, y: ruleY, width: 120, height: 2)
        var texts = [
            Placed(paragraph: code, y: ruleY - 14 - code.height),
            Placed(paragraph: name, y: ruleY + 24),
            Placed(paragraph: issuer, y: 494 - issuer.height / 2),
        ]
        if badge.isTest {
            let bold = TextStyle(face: .sans, size: 40, isBold: true, colour: .white)
            let test = try Paragraph("TEST", bold, on: canvas)
            texts.append(Placed(paragraph: test, y: 62))
        }
        self.texts = texts
    }

    func draw() {
        canvas.fill(disc, accent, corner: disc.width / 2)
        canvas.stroke(ring, pale, thickness: 2, corner: ring.width / 2)
        canvas.fill(rule, pale)
        for text in texts {
            canvas.draw(text.paragraph, x: (Self.side - text.paragraph.width) / 2, y: text.y)
        }
    }
}
