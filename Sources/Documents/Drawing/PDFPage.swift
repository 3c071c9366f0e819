import CCairo

/// A PDF of one page, written by cairo.
struct PDFPage {
    let canvas: Canvas
    private let sink: OctetSink

    /// - Parameters:
    ///   - size: in points.
    ///   - created: ISO 8601, in UTC. Given, so that equal pages are equal octets.
    init(
        size: (width: Double, height: Double),
        language: String,
        title: String,
        author: String,
        created: String
    ) throws(UnfitDocument) {
        let sink = OctetSink()
        let surface = try Handle(
            cairo_pdf_surface_create_for_stream(
                { OctetSink.write(to: $0, $1, $2) },
                sink.closure,
                size.width,
                size.height
            ),
            release: { surface in
                // An unfinished surface writes when it ends, and the pen may hold it longer than we do.
                withExtendedLifetime(sink) { cairo_surface_finish(surface) }
                cairo_surface_destroy(surface)
            }
        )
        // 1.5 has ActualText, by which scripts whose glyphs stand in another order than their letters can be searched. Later
        // releases of cairo keep objects in compressed streams from 1.5 on, and then `PDFUpdate` refuses the file.
        cairo_pdf_surface_restrict_to_version(surface.pointer, CAIRO_PDF_VERSION_1_5)
        let facts = [
            (CAIRO_PDF_METADATA_TITLE, title), (CAIRO_PDF_METADATA_AUTHOR, author),
            (CAIRO_PDF_METADATA_CREATOR, "Registrar"), (CAIRO_PDF_METADATA_CREATE_DATE, created),
        ]
        for (kind, text) in facts {
            cairo_pdf_surface_set_metadata(surface.pointer, kind, text.onOneLine)
        }
        canvas = try Canvas(surface, language: language)
        self.sink = sink
    }

    /// The finished file.
    func octets() throws(UnfitDocument) -> [UInt8] {
        try canvas.finish()
        return sink.octets
    }
}
