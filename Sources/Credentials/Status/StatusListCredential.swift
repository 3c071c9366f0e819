/// A status list as the issuer publishes it: a `BitstringStatusListCredential` (W3C Bitstring Status List 1.0 §2.2), signed
/// as a VC-JWT like a certificate.
package struct StatusListCredential: Equatable, Sendable {
    /// How long a reader may keep it: an hour. In the list it is written in milliseconds.
    package static let secondsToLive = 3_600
    /// It is signed again every day and holds for two weeks.
    package static let secondsValid = 14 * 86_400

    /// The list's address, which certificates name as `statusListCredential`.
    package let id: String
    package let list: StatusList
    package let issuer: String
    package let validFrom: Instant
    package let validUntil: Instant

    package init(id: String, list: StatusList, issuer: String, validFrom: Instant) {
        self.id = id
        self.list = list
        self.issuer = issuer
        self.validFrom = validFrom
        validUntil = validFrom.adding(seconds: Self.secondsValid)
    }

    package var json: JSON {
        [
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": .string(id),
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": .string(issuer),
            "validFrom": .string(validFrom.description),
            "validUntil": .string(validUntil.description),
            "credentialSubject": [
                "id": .string("\(id)#list"), "type": "BitstringStatusList",
                "statusPurpose": .string(StatusList.purpose), "encodedList": .string(list.encodedList),
                "ttl": .integer(Self.secondsToLive * 1_000),
            ],
        ]
    }

    /// Reads a list whose signature was checked.
    package init(_ checked: CheckedCredential) throws(Untrusted) {
        let claims = try Claims(of: checked.document)
        let subject = checked.document["credentialSubject"]
        guard checked.document["type"]?.elements?.contains("BitstringStatusListCredential") == true,
            subject?["type"] == "BitstringStatusList", let encoded = subject?["encodedList"]?.text
        else { throw .notACredential("it is no status list.") }
        guard subject?["statusPurpose"] == .string(StatusList.purpose) else {
            throw .anotherList("it does not tell revocations.")
        }
        guard let validUntil = claims.validUntil else { throw .notACredential("the list has no end.") }
        do { list = try StatusList(encodedList: encoded) } catch { throw .unreadableList(error) }
        id = claims.id
        issuer = claims.issuer
        validFrom = claims.validFrom
        self.validUntil = validUntil
    }

    /// Whether a certificate's bit is set.
    ///
    /// - Throws: When this is not the list it names, the bit lies outside of it, or the list has ended: then nothing is known.
    package func isSet(_ status: OpenBadge.Status, at now: Instant) throws(Untrusted) -> Bool {
        guard now < validUntil else { throw .staleList(since: validUntil) }
        guard status.statusListCredential.utf8.elementsEqual(id.utf8) else {
            throw .anotherList("the address differs.")
        }
        guard status.statusPurpose == StatusList.purpose else { throw .anotherList("the purpose differs.") }
        guard let index = Int(status.statusListIndex), let bit = try? list.isSet(index) else {
            throw .anotherList("it has no such place.")
        }
        return bit
    }
}
