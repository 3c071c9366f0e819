import CPango

extension Paragraph {
    /// One line of a paragraph, for those who draw it with other means.
    struct Line: Equatable {
        let text: String
        /// From the paragraph's upper edge.
        let baseline: Double
        let width: Double
        let isRightToLeft: Bool
    }

    var lines: [Line] {
        guard let words = pango_layout_get_text(layout.pointer) else { return [] }
        let octets = UnsafeRawBufferPointer(start: words, count: strlen(words))
        var lines: [Line] = []
        let place = pango_layout_get_iter(layout.pointer)
        defer { pango_layout_iter_free(place) }
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(place)?.pointee else { continue }
            var extents = PangoRectangle()
            pango_layout_iter_get_line_extents(place, nil, &extents)
            let (start, end) = (Int(line.start_index), Int(line.start_index + line.length))
            lines.append(
                Line(
                    // The space at which a line was broken belongs to it, and is not drawn.
                    text: String(decoding: octets[start..<end], as: UTF8.self).onOneLine,
                    baseline: Double(pango_layout_iter_get_baseline(place)) / Double(PANGO_SCALE),
                    width: Double(extents.width) / Double(PANGO_SCALE),
                    isRightToLeft: line.resolved_dir == PANGO_DIRECTION_RTL.rawValue
                )
            )
        } while pango_layout_iter_next_line(place) != 0
        return lines
    }
}
