/// The one institute this database serves; issuer of everything it says.
package struct Institute: Codable, Equatable, Sendable {
    package var name: String
    package var contactEmail: String
    package var postalAddress: String
    /// IANA zone of the institute's own clock.
    package var timeZone: String
    package var logoUrl: String?
    /// Origin of every link, without a slash at the end: `https://registrar.example.org`.
    package var publicUrl: String
    /// Where mail says it is from; nil is the contact.
    package var senderEmail: String?
}
