/// A file that travels inside a PDF.
package struct AttachedFile: Sendable, Equatable {
    package let name: String
    /// A MIME type, such as `application/jwt`; empty when a PDF that was read does not say.
    package let type: String
    package let description: String
    package let octets: [UInt8]

    package init(name: String, type: String, description: String, octets: [UInt8]) {
        self.name = name
        self.type = type
        self.description = description
        self.octets = octets
    }
}
