import CPango

/// A text set in lines, ready to be measured and drawn.
///
/// Pango shapes each script, orders right-to-left text and looks for a font that has each character.
final class Paragraph {
    let layout: Handle
    let style: TextStyle
    /// Of the lines together, in the canvas's units.
    let width: Double
    let height: Double
    /// What lies before the longest line within the box it was set in.
    let indent: Double
    let lineCount: Int

    /// Lines of about equal length, none longer than `widest`; a word that is longer is broken.
    /// - Parameter widest: `nil` leaves all of it on one line.
    init(_ text: String, _ style: TextStyle, widest: Double? = nil, on canvas: Canvas) throws(UnfitDocument) {
        let layout = try Handle(
            pango_layout_new(canvas.texts.pointer),
            release: { g_object_unref(UnsafeMutableRawPointer($0)) }
        )
        let line = text.onOneLine
        pango_layout_set_text(layout.pointer, line, Int32(clamping: line.utf8.count))
        style.apply(to: layout.pointer, families: canvas.families(of: style.face), of: line)
        pango_layout_set_alignment(layout.pointer, style.isFlush ? PANGO_ALIGN_LEFT : PANGO_ALIGN_CENTER)
        pango_layout_set_wrap(layout.pointer, PANGO_WRAP_WORD_CHAR)
        if let widest {
            let width = Int32(widest * Double(PANGO_SCALE))
            pango_layout_set_width(layout.pointer, width)
            if Self.isWider(layout.pointer, than: width) { style.allowBreaks(in: layout.pointer) }
            Self.balance(layout.pointer, widest: width)
        }
        var extents = PangoRectangle()
        pango_layout_get_extents(layout.pointer, nil, &extents)
        indent = Double(extents.x) / Double(PANGO_SCALE)
        width = Double(extents.width) / Double(PANGO_SCALE)
        height = Double(extents.height) / Double(PANGO_SCALE)
        lineCount = Int(pango_layout_get_line_count(layout.pointer))
        self.style = style
        self.layout = layout
    }

    /// The largest of the sizes at which a text needs no more lines than given; else the smallest.
    static func fitted(
        _ text: String,
        _ style: TextStyle,
        sizes: [Double],
        lines: Int,
        widest: Double,
        on canvas: Canvas
    ) throws(UnfitDocument) -> Paragraph {
        try fitted(text, style, steps: sizes.map { ($0, lines) }, widest: widest, on: canvas)
    }

    /// The first of the sizes at which a text needs no more than the lines beside it; else the last.
    static func fitted(
        _ text: String,
        _ style: TextStyle,
        steps: [(size: Double, lines: Int)],
        widest: Double,
        on canvas: Canvas
    ) throws(UnfitDocument) -> Paragraph {
        var style = style
        for step in steps.dropLast() {
            style.size = step.size
            let paragraph = try Paragraph(text, style, widest: widest, on: canvas)
            if paragraph.lineCount <= step.lines { return paragraph }
        }
        style.size = steps.last?.size ?? style.size
        return try Paragraph(text, style, widest: widest, on: canvas)
    }

    /// The characters for which no font was found.
    var missing: Set<Unicode.Scalar> {
        guard pango_layout_get_unknown_glyphs_count(layout.pointer) > 0 else { return [] }
        var missing: Set<Unicode.Scalar> = []
        let place = pango_layout_get_iter(layout.pointer)
        defer { pango_layout_iter_free(place) }
        repeat {
            guard let glyphs = pango_layout_iter_get_run_readonly(place)?.pointee.glyphs?.pointee else { continue }
            for glyph in UnsafeBufferPointer(start: glyphs.glyphs, count: Int(glyphs.num_glyphs)) {
                let code = registrar_missing_code_point(glyph.glyph)
                if code != 0, let scalar = Unicode.Scalar(code) { missing.insert(scalar) }
            }
        } while pango_layout_iter_next_run(place) != 0
        return missing
    }

    private static func isWider(_ layout: OpaquePointer, than width: Int32) -> Bool {
        var extents = PangoRectangle()
        pango_layout_get_extents(layout, nil, &extents)
        return extents.width > width
    }

    /// Narrows the box as far as the number of lines allows.
    private static func balance(_ layout: OpaquePointer, widest: Int32) {
        let lines = pango_layout_get_line_count(layout)
        guard lines > 1 else { return }
        var (tooNarrow, enough) = (widest / (lines + 1), widest)
        while enough - tooNarrow > 2 * PANGO_SCALE {
            let middle = (tooNarrow + enough) / 2
            pango_layout_set_width(layout, middle)
            let isTooNarrow = pango_layout_get_line_count(layout) > lines || isWider(layout, than: middle)
            if isTooNarrow { tooNarrow = middle } else { enough = middle }
        }
        pango_layout_set_width(layout, enough)
    }
}
