import Foundation

/// A colour of sRGB, its parts 0 to 1.
struct Colour: Equatable {
    let red: Double
    let green: Double
    let blue: Double

    static let white = Colour(red: 1, green: 1, blue: 1)
    /// Body text: a black that is not hard.
    static let ink = Colour(red: 0.13, green: 0.13, blue: 0.15)
    /// Labels and small print; 5.9:1 against white.
    static let grey = Colour(red: 0.38, green: 0.39, blue: 0.42)

    /// Relative luminance (WCAG 2.2).
    var luminance: Double {
        func linear(_ part: Double) -> Double {
            part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The same colour, thinned with white; `share` of it is left.
    func tint(_ share: Double) -> Colour {
        Colour(
            red: 1 - (1 - red) * share,
            green: 1 - (1 - green) * share,
            blue: 1 - (1 - blue) * share
        )
    }
}
