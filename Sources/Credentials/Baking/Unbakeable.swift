/// Why an image cannot carry a credential, or why none can be taken out of it.
package enum Unbakeable: Error, Equatable, Sendable {
    case tooLarge(limit: Int)
    case notAnImage
    case damaged
    case holdsOneAlready
    case holdsNone
    case holdsSeveral
    /// Open Badges forbids compression, and so there is nothing that could be a bomb.
    case compressed
    case notACompactJWS
}

extension Unbakeable: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The image is larger than \(limit) octets."
        case .notAnImage: "This is no PNG or SVG image."
        case .damaged: "The image is damaged or cut off."
        case .holdsOneAlready: "The image holds a certificate already."
        case .holdsNone: "The image holds no certificate."
        case .holdsSeveral: "The image holds several certificates, so none of them is believed."
        case .compressed: "The certificate in the image is compressed, which Open Badges forbids."
        case .notACompactJWS: "What the image holds in a certificate's place is not one."
        }
    }
}
