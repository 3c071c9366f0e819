/// The lower part of a certificate: facts at the side where reading begins, the code at the other, who signs in between,
/// and the address to check it at below.
struct CertificateFoot {
    private static let codeSide = 76.0
    private static let sideWidth = 158.0
    private static let factGap = 7.0
    /// Between two signatures.
    private static let signatureGap = 26.0

    private let design: CertificateDesign
    private let facts: [(label: Paragraph, value: Paragraph)]
    private let signatories: [(name: Paragraph, role: Paragraph)]
    private let signatureWidth: Double
    private let certificateID: Paragraph
    private let url: Paragraph
    private let smallPrint: [Paragraph]
    /// The page is read from the right when its heading is.
    private let isRightToLeft: Bool
    /// Of what stands beside each other.
    private let bandHeight: Double
    let height: Double

    init(design: CertificateDesign) throws(UnfitDocument) {
        let (sheet, canvas) = (design.sheet, design.canvas)
        let label = TextStyle(face: .sans, size: 7, colour: .grey, tracking: 0.04)
        let value = TextStyle(face: .sans, size: 9.5)
        facts = try sheet.facts.map { (fact) throws(UnfitDocument) in
            (
                label: try Paragraph(fact.label, label, widest: Self.sideWidth, on: canvas),
                value: try design.fitted(fact.value, value, sizes: [9.5, 7.5], lines: 1, widest: Self.sideWidth)
            )
        }
        let between = design.column.width - 2 * Self.sideWidth
        let width = min(172, between / Double(max(sheet.signatories.count, 1)) - Self.signatureGap)
        signatories = try sheet.signatories.map { (signatory) throws(UnfitDocument) in
            let role = TextStyle(face: .sans, size: 7.5, colour: .grey)
            return (
                name: try Paragraph(signatory.name, TextStyle(size: 12), widest: width, on: canvas),
                role: try Paragraph(signatory.role, role, widest: width, on: canvas)
            )
        }
        signatureWidth = width
        let id = TextStyle(face: .sans, size: 7.5)
        certificateID = try Paragraph(sheet.certificateID, id, widest: Self.sideWidth, on: canvas)
        let address = TextStyle(face: .sans, size: 8, colour: .grey)
        url = try design.fitted(
            sheet.verifyURL,
            address,
            sizes: [8, 6.5],
            lines: 1,
            widest: design.column.width
        )
        smallPrint = try sheet.smallPrint.map { (line) throws(UnfitDocument) in
            try design.fitted(line, label, sizes: [6.5, 5.5], lines: 1, widest: design.column.width)
        }
        isRightToLeft = try Paragraph(sheet.heading, value, on: canvas).lines.first?.isRightToLeft ?? false
        let factsHeight = facts.map { $0.label.height + $0.value.height + Self.factGap }.reduce(0, +)
        let signedHeight = signatories.map { $0.name.height + $0.role.height + 34 }.max() ?? 0
        bandHeight = max(Self.codeSide + certificateID.height, factsHeight, signedHeight)
        height = bandHeight + 12 + url.height + smallPrint.map(\.height).reduce(0, +)
        self.design = design
    }

    func draw() {
        let canvas = design.canvas
        let band = Rectangle(
            x: design.column.x,
            y: design.column.bottom - height,
            width: design.column.width,
            height: bandHeight
        )
        drawFacts(in: band, toTheRight: isRightToLeft)
        drawSignatories(in: band)
        drawCode(in: band, toTheRight: !isRightToLeft)
        var y = band.bottom + 12
        canvas.element("P") {
            canvas.element("Link", attributes: "uri='\(design.sheet.verifyURL)'") {
                canvas.draw(url, x: band.middle - url.width / 2, y: y)
            }
        }
        y += url.height
        for line in smallPrint {
            canvas.element("P") { canvas.draw(line, x: band.middle - line.width / 2, y: y) }
            y += line.height
        }
    }

    private func drawFacts(in band: Rectangle, toTheRight: Bool) {
        var y = band.bottom - facts.map { $0.label.height + $0.value.height + Self.factGap }.reduce(-Self.factGap, +)
        for fact in facts {
            design.canvas.element("P") {
                for paragraph in [fact.label, fact.value] {
                    let x = toTheRight ? band.right - paragraph.width : band.x
                    design.canvas.draw(paragraph, x: x, y: y)
                    y += paragraph.height
                }
            }
            y += Self.factGap
        }
    }

    private func drawSignatories(in band: Rectangle) {
        let step = signatureWidth + Self.signatureGap
        let first = band.middle - step * Double(signatories.count - 1) / 2
        // The lines stand at one height, however many lines a role has.
        let top = band.bottom - (signatories.map { $0.name.height + $0.role.height }.max() ?? 0)
        for (number, signatory) in signatories.enumerated() {
            let middle = first + step * Double(number)
            let rule = Rectangle(x: middle - signatureWidth / 2, y: top - 4, width: signatureWidth, height: 0.6)
            design.canvas.fill(rule, .grey)
            design.canvas.element("P") {
                design.canvas.draw(signatory.name, x: middle - signatory.name.width / 2, y: top)
                let y = top + signatory.name.height
                design.canvas.draw(signatory.role, x: middle - signatory.role.width / 2, y: y)
            }
        }
    }

    private func drawCode(in band: Rectangle, toTheRight: Bool) {
        let side = Self.codeSide
        let top = band.bottom - side - certificateID.height
        // The quiet zone reaches over the edge of the column, so that the dark modules end where the column does.
        let quiet = side * Double(QRCode.quietZone) / Double(design.code.viewBoxSide)
        let x = toTheRight ? band.right - side + quiet : band.x - quiet
        let place = Rectangle(x: x, y: top, width: side, height: side)
        design.canvas.element("Figure") {
            // Over the watermark the code keeps its white ground.
            design.canvas.fill(place, .white)
            design.canvas.draw(design.code, in: place, .ink)
        }
        design.canvas.element("P") {
            let centred = place.middle - certificateID.width / 2
            let edge = toTheRight ? min(centred, band.right - certificateID.width) : max(centred, band.x)
            design.canvas.draw(certificateID, x: edge, y: top + side - quiet / 2)
        }
    }
}
