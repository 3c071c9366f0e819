import CCairo

/// An image of pixels, to become a PNG.
struct Picture {
    let canvas: Canvas

    /// - Parameter opaque: without transparency, for those who would put black behind it.
    init(width: Int, height: Int, opaque: Bool, language: String) throws(UnfitDocument) {
        let format = opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32
        let surface = try Handle(
            cairo_image_surface_create(format, Int32(width), Int32(height)),
            release: { cairo_surface_destroy($0) }
        )
        canvas = try Canvas(surface, language: language)
    }

    /// The octets of a PNG file.
    func png() throws(UnfitDocument) -> [UInt8] {
        let sink = OctetSink()
        let status = withExtendedLifetime(sink) {
            cairo_surface_write_to_png_stream(canvas.surface.pointer, { OctetSink.write(to: $0, $1, $2) }, sink.closure)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw UnfitDocument("The image could not be written as a PNG.") }
        try canvas.finish()
        return sink.octets
    }
}
