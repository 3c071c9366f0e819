/// Why a letter cannot become a mail; nothing was sent, and trying again will not help until it is mended.
package struct UnfitLetter: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
