import CPango

extension TextStyle {
    /// The longest word that is kept whole at its hyphens.
    private static let longestWord = 40

    /// Gives a layout the font and the attributes of a style.
    func apply(to layout: OpaquePointer, families: String, of text: String) {
        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        let isEuropean = text.isEuropean
        pango_font_description_set_family(font, families)
        pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
        pango_font_description_set_weight(font, isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_style(font, isItalic && isEuropean ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        pango_layout_set_font_description(layout, font)
        let attributes = pango_attr_list_new()
        defer { pango_attr_list_unref(attributes) }
        // A hyphen would become part of a name.
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        if isEuropean {
            // A ligature of fi is one character to whoever searches or copies a name.
            pango_attr_list_insert(attributes, pango_attr_font_features_new("liga 0, clig 0"))
        }
        if isEuropean, tracking > 0 {
            let space = Int32(size * tracking * Double(PANGO_SCALE))
            pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(space))
        }
        for word in text.hyphenated where word.count <= Self.longestWord {
            guard let attribute = pango_attr_allow_breaks_new(0) else { continue }
            attribute.pointee.start_index = UInt32(word.lowerBound)
            attribute.pointee.end_index = UInt32(word.upperBound)
            pango_attr_list_insert(attributes, attribute)
        }
        pango_layout_set_attributes(layout, attributes)
    }

    /// Lets a layout break words wherever it must.
    func allowBreaks(in layout: OpaquePointer) {
        let attributes = pango_attr_list_copy(pango_layout_get_attributes(layout))
        defer { pango_attr_list_unref(attributes) }
        pango_attr_list_change(attributes, pango_attr_allow_breaks_new(1))
        pango_layout_set_attributes(layout, attributes)
    }
}

extension String {
    /// Whether all letters are Latin, Greek or Cyrillic: they stand apart from each other, and know italics.
    fileprivate var isEuropean: Bool {
        unicodeScalars.allSatisfy { $0.value < 0x0530 || (0x1E00...0x214F).contains($0.value) }
    }

    /// Where words with a hyphen inside stand, in octets.
    fileprivate var hyphenated: [Range<Int>] {
        utf8.split(separator: UInt8(ascii: " ")).filter { $0.contains(UInt8(ascii: "-")) }.map { word in
            utf8.distance(from: startIndex, to: word.startIndex)..<utf8.distance(from: startIndex, to: word.endIndex)
        }
    }
}
