/// Why a certificate or a badge cannot be drawn; trying again will not help until what was given is mended.
package struct UnfitDocument: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
