import CCairo
import CPango

/// One page or image under cairo's pen, and the text context that belongs to it.
///
/// Nothing here fails at once: cairo remembers its first fault, and `finish` of the surface throws it.
final class Canvas {
    let surface: Handle
    let pen: Handle
    let texts: Handle
    private let language: String
    /// Characters of what was drawn for which no font was found.
    private(set) var missing: Set<Unicode.Scalar> = []

    /// - Parameter language: BCP 47; it decides between regional shapes of the same characters.
    init(_ surface: consuming Handle, language: String) throws(UnfitDocument) {
        let pen = try Handle(cairo_create(surface.pointer), release: { cairo_destroy($0) })
        let texts = try Handle(
            pango_cairo_create_context(pen.pointer),
            release: { g_object_unref(UnsafeMutableRawPointer($0)) }
        )
        // Without hinting a line is as long on paper as it was measured, and the same on every machine.
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(texts.pointer, options)
        pango_context_set_round_glyph_positions(texts.pointer, 0)
        pango_context_set_language(texts.pointer, pango_language_from_string(language))
        self.surface = surface
        self.pen = pen
        self.texts = texts
        self.language = language
    }

    func families(of face: Typeface) -> String {
        face.families(language: language)
    }

    /// Finishes the surface.
    /// - Throws: `UnfitDocument` with cairo's first complaint.
    func finish() throws(UnfitDocument) {
        let drawn = cairo_status(pen.pointer)
        cairo_surface_finish(surface.pointer)
        let written = cairo_surface_status(surface.pointer)
        for status in [drawn, written] where status != CAIRO_STATUS_SUCCESS {
            let reason = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown fault"
            throw UnfitDocument("The drawing library failed: \(reason).")
        }
    }

    /// Draws something as an element of the document's structure (ISO 32000-1 §14.8.4); an image takes no notice of it.
    func element(_ name: String, attributes: String = "", _ draw: () -> Void) {
        cairo_tag_begin(pen.pointer, name, attributes)
        draw()
        cairo_tag_end(pen.pointer, name)
    }

    /// Draws something around another origin, enlarged and turned against the clock.
    func moved(to origin: (x: Double, y: Double), scale: Double = 1, angle: Double = 0, _ draw: () -> Void) {
        cairo_save(pen.pointer)
        cairo_translate(pen.pointer, origin.x, origin.y)
        cairo_scale(pen.pointer, scale, scale)
        cairo_rotate(pen.pointer, -angle)
        draw()
        cairo_restore(pen.pointer)
    }

    /// Draws a paragraph with its upper left corner at a point.
    func draw(_ paragraph: Paragraph, x: Double, y: Double) {
        missing.formUnion(paragraph.missing)
        set(paragraph.style.colour)
        cairo_move_to(pen.pointer, x - paragraph.indent, y)
        pango_cairo_show_layout(pen.pointer, paragraph.layout.pointer)
    }

    func set(_ colour: Colour) {
        cairo_set_source_rgb(pen.pointer, colour.red, colour.green, colour.blue)
    }
}
