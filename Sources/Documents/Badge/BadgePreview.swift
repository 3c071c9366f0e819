/// The badge beside its words, for sites that show a picture of a link.
struct BadgePreview {
    private let design: BadgeDesign
    private let name: Paragraph
    private let issuer: Paragraph
    private let code: Paragraph

    init(_ badge: Badge, on canvas: Canvas) throws(UnfitDocument) {
        design = try BadgeDesign(badge, on: canvas)
        let widest = 560.0
        let serif = TextStyle(size: 0, isFlush: true)
        let sans = TextStyle(face: .sans, size: 0, colour: .grey, isFlush: true)
        var bold = TextStyle(face: .sans, size: 0, isBold: true, tracking: 0.06, isFlush: true)
        bold.colour = badge.accent.colour
        name = try .fitted(badge.name, serif, sizes: [72, 60, 48, 38, 30], lines: 3, widest: widest, on: canvas)
        issuer = try .fitted(badge.issuer, sans, sizes: [30, 26, 22, 18], lines: 2, widest: widest, on: canvas)
        code = try .fitted(badge.code, bold, sizes: [30, 24, 18], lines: 1, widest: widest, on: canvas)
    }

    func draw() {
        let canvas = design.canvas
        canvas.fill(Rectangle(x: 0, y: 0, width: 1_200, height: 630), .white)
        canvas.fill(Rectangle(x: 0, y: 0, width: 14, height: 630), design.accent)
        canvas.moved(to: (72, 85), scale: 460 / BadgeDesign.side) { design.draw() }
        var y = (630 - code.height - name.height - issuer.height - 40) / 2
        for paragraph in [code, name, issuer] {
            canvas.draw(paragraph, x: 588, y: y)
            y += paragraph.height + 20
        }
    }
}
