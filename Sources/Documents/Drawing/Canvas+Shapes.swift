import CCairo

extension Canvas {
    func fill(_ rectangle: Rectangle, _ colour: Colour, corner: Double = 0) {
        set(colour)
        outline(rectangle, corner: corner)
        cairo_fill(pen.pointer)
    }

    func stroke(_ rectangle: Rectangle, _ colour: Colour, thickness: Double, corner: Double = 0) {
        set(colour)
        cairo_set_line_width(pen.pointer, thickness)
        outline(rectangle, corner: corner)
        cairo_stroke(pen.pointer)
    }

    /// A code with its quiet zone as one filled shape, so that no viewer shows seams between modules.
    func draw(_ code: QRCode, in place: Rectangle, _ colour: Colour) {
        let module = place.width / Double(code.viewBoxSide)
        set(colour)
        for run in code.runs {
            cairo_rectangle(
                pen.pointer,
                place.x + Double(run.column + QRCode.quietZone) * module,
                place.y + Double(run.row + QRCode.quietZone) * module,
                Double(run.length) * module,
                module
            )
        }
        cairo_fill(pen.pointer)
    }

    private func outline(_ rectangle: Rectangle, corner: Double) {
        guard corner > 0 else {
            cairo_rectangle(pen.pointer, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
            return
        }
        cairo_new_sub_path(pen.pointer)
        let (left, right) = (rectangle.x + corner, rectangle.right - corner)
        let (top, bottom) = (rectangle.y + corner, rectangle.bottom - corner)
        for (quarter, (x, y)) in [(right, top), (right, bottom), (left, bottom), (left, top)].enumerated() {
            let start = Double(quarter - 1) * .pi / 2
            cairo_arc(pen.pointer, x, y, corner, start, start + .pi / 2)
        }
        cairo_close_path(pen.pointer)
    }
}
