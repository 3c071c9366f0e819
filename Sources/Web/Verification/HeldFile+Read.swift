package import Credentials
import Documents
import Domain

extension HeldFile {
    /// The largest file that is read: a certificate's PDF has a tenth of it.
    package static let longest = 5 * 1_048_576
    /// How the signed certificate inside a PDF is called.
    static let attachment = "certificate.jwt"

    /// Says what a file is, by its octets alone, and takes the credential out of it.
    ///
    /// - Throws: `file-unreadable`, which says what is wrong with it; nothing of it is believed yet.
    package init(reading octets: [UInt8]) throws {
        guard octets.count <= Self.longest else {
            throw Self.unreadable("The file is larger than \(Problem.size(Self.longest)); no certificate is.")
        }
        guard let form = FileForm(of: octets) else {
            throw Self.unreadable(
                octets.isEmpty
                    ? "The file is empty."
                    : "This is no file of a certificate. Take its PDF, its badge (PNG or SVG), or its signed file (.jwt, .json)."
            )
        }
        do {
            let signed = form == .pdf ? try Self.attached(to: octets) : octets
            self.init(octets, form: form, credential: try SecuredCredential(signed, as: form))
        } catch let reason as UnreadablePDF {
            throw Self.unreadable(reason.description)
        } catch let reason as Unbakeable {
            throw Self.unreadable(reason.description)
        } catch let reason as Untrusted {
            throw Self.unreadable(reason.description)
        } catch let reason as JSON.Malformed {
            throw Self.unreadable("The file is not JSON: \(reason)")
        }
    }

    /// The one attachment that has the certificate's name; whatever else travels in the PDF is passed over.
    private static func attached(to pdf: [UInt8]) throws -> [UInt8] {
        let named = Set(try PDFAttachments.read(from: pdf).filter { $0.name == attachment }.map(\.octets))
        guard let one = named.first else {
            throw unreadable(
                """
                The PDF carries no signed certificate: it was printed, scanned or saved by a program that dropped it. \
                Type the ID that stands on it into the field instead.
                """
            )
        }
        guard named.count == 1 else {
            throw unreadable("The PDF carries \(named.count) different certificates, so none of them is believed.")
        }
        return one
    }

    private static func unreadable(_ words: String) -> Refusal {
        Refusal(.invalid, "file-unreadable", words, problems: [.init("file", words)])
    }
}
