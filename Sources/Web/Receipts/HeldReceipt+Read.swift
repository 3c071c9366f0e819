package import Credentials
import Documents
package import Domain

extension HeldReceipt {
    /// Takes a receipt out of a file, by its octets alone; nil for anything that is none, which may be a certificate.
    package init?(in octets: [UInt8]) {
        guard octets.count <= HeldFile.longest, let form = FileForm(of: octets) else { return nil }
        switch form {
        case .jwt, .json: self.init(octets, form: form)
        case .pdf:
            // A PDF with a certificate in it is a certificate's, whatever else travels in it.
            guard let attached = try? PDFAttachments.read(from: octets),
                !attached.contains(where: { $0.name == HeldFile.attachment })
            else { return nil }
            let named = Set(attached.filter { $0.name == Receipts.Given.attachment }.map(\.octets))
            guard let one = named.first, named.count == 1 else { return nil }
            self.init(one, form: .pdf)
        case .png, .svg: return nil
        }
    }
}

extension Registrar {
    /// Checks a file that somebody holds: a receipt, or a certificate's.
    ///
    /// - Throws: `file-unreadable`.
    package func check(_ octets: [UInt8], by ring: KeyRing) async throws -> FileAnswer {
        if let receipt = HeldReceipt(in: octets) { return try await receipts.check(receipt, by: ring) }
        return try await certificates.verify(try HeldFile(reading: octets), by: ring)
    }
}
