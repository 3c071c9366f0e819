import Foundation

/// The one colour an institute chooses, dark enough that text in it can be read on white.
package struct AccentColour: Sendable, Equatable {
    /// `#RRGGBB`, as given.
    package let hex: String
    let colour: Colour

    /// The contrast WCAG 2.2 asks of text (success criterion 1.4.3).
    package static let leastContrast = 4.5
    package static let usual = AccentColour(hex: "#1F3A5F", colour: Colour(octets: [0x1F, 0x3A, 0x5F]))

    /// - Throws: `UnfitDocument` for what is no `#RRGGBB`, and for a colour too light to be read.
    package init(_ hex: String) throws(UnfitDocument) {
        let digits = Array(hex.utf8.dropFirst())
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard hex.utf8.first == UInt8(ascii: "#"), digits.count == 6, values.count == 6 else {
            throw UnfitDocument("\(hex.debugDescription) is no colour: write it as #RRGGBB.")
        }
        let colour = Colour(octets: stride(from: 0, to: 6, by: 2).map { values[$0] * 16 + values[$0 + 1] })
        // Against white, whose luminance is 1.
        let contrast = 1.05 / (colour.luminance + 0.05)
        guard contrast >= Self.leastContrast else {
            let measured = String(format: "%.1f", contrast)
            throw UnfitDocument("\(hex) is too light to be read on white: its contrast is \(measured), not 4.5.")
        }
        self.init(hex: hex, colour: colour)
    }

    private init(hex: String, colour: Colour) {
        self.hex = hex
        self.colour = colour
    }
}

extension Colour {
    /// - Parameter octets: red, green and blue, 0 to 255.
    fileprivate init(octets: [Int]) {
        self.init(red: Double(octets[0]) / 255, green: Double(octets[1]) / 255, blue: Double(octets[2]) / 255)
    }
}
