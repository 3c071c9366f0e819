import Foundation
import FoundationXML

/// An SVG as an XML parser sees it.
final class Drawn: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var attributes: [String] = []
    /// What stands in each `text`.
    private(set) var texts: [String] = []
    private var isInText = false

    /// Nothing when it is not well-formed.
    init?(_ octets: [UInt8]) {
        super.init()
        let parser = XMLParser(data: Data(octets))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        self.attributes += attributes.keys
        isInText = name == "text"
        if isInText { texts.append("") }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        isInText = false
    }

    func parser(_ parser: XMLParser, foundCharacters words: String) {
        if isInText { texts[texts.count - 1] += words }
    }
}
