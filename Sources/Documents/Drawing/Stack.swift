/// Paragraphs and rules one below the other, centred, each an element of the document's structure.
struct Stack {
    private enum Content {
        case paragraph(Paragraph, element: String)
        case rule(width: Double, Colour)
    }

    private var items: [(content: Content, gap: Double)] = []
    private(set) var height = 0.0

    /// - Parameters:
    ///   - element: the structure type, such as `P`.
    ///   - gap: the space above it.
    mutating func add(_ paragraph: Paragraph, _ element: String, gap: Double = 0) {
        items.append((.paragraph(paragraph, element: element), gap))
        height += gap + paragraph.height
    }

    /// Adds a fine line.
    mutating func addRule(width: Double, _ colour: Colour, gap: Double) {
        items.append((.rule(width: width, colour), gap))
        height += gap + Self.thickness
    }

    private static let thickness = 0.6

    func draw(on canvas: Canvas, from top: Double, around middle: Double) {
        var y = top
        for item in items {
            y += item.gap
            switch item.content {
            case .paragraph(let paragraph, let element):
                canvas.element(element) { canvas.draw(paragraph, x: middle - paragraph.width / 2, y: y) }
                y += paragraph.height
            case .rule(let width, let colour):
                let place = Rectangle(x: middle - width / 2, y: y, width: width, height: Self.thickness)
                canvas.fill(place, colour)
                y += Self.thickness
            }
        }
    }
}
