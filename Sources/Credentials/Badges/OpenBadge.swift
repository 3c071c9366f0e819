/// A certificate as an Open Badges 3.0 credential (1EdTech, over the W3C's Verifiable Credentials Data Model 2.0).
///
/// Written as JSON it holds exactly what a certificate says: no member that its two contexts do not define (1EdTech's
/// validator refuses those), no empty array, no null, no score, and dates in whole seconds. The `id` is the page that
/// verifies it and stays the same for all versions: a newer `validFrom` replaces an older one.
package struct OpenBadge: Codable, Equatable, Sendable {
    package private(set) var context = [
        "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    package let id: String
    package private(set) var type = ["VerifiableCredential", "OpenBadgeCredential"]
    package let name: String
    package let image: Image?
    package let issuer: Profile
    /// The instant of this version.
    package let validFrom: Instant
    package let validUntil: Instant?
    /// When it was first earned; stays through renewals. Nil for an imported certificate whose day is not known.
    package let awardedDate: Instant?
    package let credentialSubject: Subject
    package let credentialStatus: Status

    package init(
        id: String,
        name: String,
        image: Image?,
        issuer: Profile,
        validFrom: Instant,
        validUntil: Instant?,
        awardedDate: Instant?,
        subject: Subject,
        status: Status
    ) {
        self.id = id
        self.name = name
        self.image = image
        self.issuer = issuer
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.awardedDate = awardedDate
        credentialSubject = subject
        credentialStatus = status
    }

    private enum CodingKeys: String, CodingKey {
        case context = "@context"
        case id, type, name, image, issuer, validFrom, validUntil, awardedDate, credentialSubject, credentialStatus
    }

    package var json: JSON { get throws { try JSON(encoding: self) } }
}

extension OpenBadge {
    /// Always an object: as a bare address the schema of Open Badges refuses it.
    package struct Image: Codable, Equatable, Sendable {
        package let id: String
        package private(set) var type = "Image"
        package let caption: String?

        package init(id: String, caption: String?) {
            self.id = id
            self.caption = caption
        }
    }

    /// Who issued or created something.
    package struct Profile: Codable, Equatable, Sendable {
        package let id: String
        package private(set) var type = ["Profile"]
        package let name: String
        package let url: String?
        package let email: String?

        package init(id: String, name: String, url: String? = nil, email: String? = nil) {
            self.id = id
            self.name = name
            self.url = url
            self.email = email
        }
    }

    /// Where this version's bit stands (Bitstring Status List 1.0 §2.1). One object, never an array, and with an `id`.
    package struct Status: Codable, Equatable, Sendable {
        package let id: String
        package private(set) var type = "BitstringStatusListEntry"
        package let statusPurpose: String
        package let statusListIndex: String
        package let statusListCredential: String

        package init(list: String, index: Int, purpose: String = StatusList.purpose) {
            id = "\(list)#\(index)"
            statusPurpose = purpose
            statusListIndex = String(index)
            statusListCredential = list
        }
    }
}
