/// The image of a credential: its code, its name and who issues it, alike in every format.
///
/// Equal badges become equal octets, as long as libraries and fonts are the same.
package struct Badge: Sendable, Equatable {
    /// Short, such as `MES`.
    package var code: String
    package var name: String
    package var issuer: String
    /// BCP 47.
    package var language: String
    package var accent: AccentColour
    /// Puts TEST on it.
    package var isTest: Bool

    package init(
        code: String,
        name: String,
        issuer: String,
        language: String,
        accent: AccentColour = .usual,
        isTest: Bool = false
    ) {
        self.code = code
        self.name = name
        self.issuer = issuer
        self.language = language
        self.accent = accent
        self.isTest = isTest
    }

    /// 600 × 600 pixels, round on a transparent ground.
    package func png() throws(UnfitDocument) -> [UInt8] {
        let side = Int(BadgeDesign.side)
        let picture = try Picture(width: side, height: side, opaque: false, language: language)
        try BadgeDesign(self, on: picture.canvas).draw()
        return try picture.png()
    }

    /// The same as text, which stays sharp at any size.
    package func svg() throws(UnfitDocument) -> [UInt8] {
        // Drawn on nothing: what is needed are the lines and their places.
        let picture = try Picture(width: 1, height: 1, opaque: true, language: language)
        return Array(try BadgeDesign(self, on: picture.canvas).svg.utf8)
    }

    /// 1200 × 630 pixels, what other sites show of a page that is shared.
    package func preview() throws(UnfitDocument) -> [UInt8] {
        let picture = try Picture(width: 1_200, height: 630, opaque: true, language: language)
        try BadgePreview(self, on: picture.canvas).draw()
        return try picture.png()
    }

    private static let longestText = 200

    /// - Throws: `UnfitDocument` with the first thing that keeps the badge from being drawn.
    func check() throws(UnfitDocument) {
        for (place, text) in [("code", code), ("name", name), ("issuer", issuer)] {
            guard !text.onOneLine.isEmpty, text.unicodeScalars.count <= Self.longestText else {
                throw UnfitDocument("The badge's \(place) is empty or longer than \(Self.longestText) characters.")
            }
        }
        guard language.isLanguageTag else {
            throw UnfitDocument("\(language.debugDescription) is no language tag (BCP 47).")
        }
    }
}
