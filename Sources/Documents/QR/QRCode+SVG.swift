extension QRCode {
    /// The side of an SVG's `viewBox` that holds the code and its quiet zone, one unit a module.
    package var viewBoxSide: Int { side + 2 * Self.quietZone }

    /// The dark modules as the text of an SVG path's `d`, for a `viewBox` of `0 0 viewBoxSide viewBoxSide`.
    package var svgPath: String {
        runs.map { "M\($0.column + Self.quietZone) \($0.row + Self.quietZone)h\($0.length)v1h-\($0.length)z" }.joined()
    }
}
