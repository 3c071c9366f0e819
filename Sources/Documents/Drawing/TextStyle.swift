/// How a text is set.
struct TextStyle: Equatable {
    var face = Typeface.serif
    /// In points of the page or pixels of the image.
    var size: Double
    var isBold = false
    /// Scripts that know no italics do without.
    var isItalic = false
    var colour = Colour.ink
    /// Space added between letters, as a share of the size; scripts that join their letters do without.
    var tracking = 0.0
    /// Lines begin at one edge, the left one for a text that begins left to right; else each stands in the middle.
    var isFlush = false

    func scaled(_ factor: Double) -> TextStyle {
        var style = self
        style.size *= factor
        return style
    }
}
