import CIdn

/// A domain as the mail system writes it: in A-labels (IDNA 2008, with the mapping of UTS #46).
enum DomainName {
    /// - Throws: `UnfitLetter` for what is no domain in any script.
    static func wire(_ domain: some StringProtocol) throws -> String {
        let domain = String(domain)
        guard domain.utf8.contains(where: { $0 >= 0x80 }) else { return domain }
        var label: UnsafeMutablePointer<CChar>?
        let code = idn2_to_ascii_8z(domain, &label, CInt(IDN2_NONTRANSITIONAL.rawValue | IDN2_NFC_INPUT.rawValue))
        defer { idn2_free(label) }
        guard code == CInt(IDN2_OK.rawValue), let label else {
            throw UnfitLetter("The domain \(domain.debugDescription) has no form that mail can use.")
        }
        return String(cString: label)
    }
}
