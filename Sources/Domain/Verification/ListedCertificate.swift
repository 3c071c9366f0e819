import Credentials
import Foundation
import Postgres

/// One answer of a list: what was asked, and what it turned out to name.
package struct ListedCertificate: Sendable {
    /// As it was given.
    package let asked: String
    package let answer: Certificates.LookUp

    package var certificate: Certificate? {
        if case .found(let certificate) = answer { certificate } else { nil }
    }

    package var isActive: Bool { certificate?.status == .active }

    /// The certificate's status; `mistyped` or `unknown` where there is none.
    package var status: String { LookUpAnswer(answer).rawValue }

    /// All that ``status`` can be.
    package static let statuses: [String] =
        Certificate.Status.allCases.map(\.rawValue) + [LookUpAnswer.mistyped, .unknown].map(\.rawValue)
}

extension Certificates {
    /// Looks IDs up in one go, and counts each: as many answers as IDs, in their order.
    ///
    /// Status comes from the register; signatures are not checked.
    package func lookUp(_ list: IDList) async throws -> [ListedCertificate] {
        let readings = list.ids.map(CertificateID.read)
        let wanted = Set(
            readings.compactMap { reading -> String? in
                if case .id(let id) = reading { id.rawValue } else { nil }
            }
        )
        let found: [Certificate] = try await store.read {
            try $0.all("\(Certificate.query) WHERE certificate.id = ANY(\(wanted.sorted()))")
        }
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let answers = zip(list.ids, readings).map { asked, reading in
            let answer: LookUp =
                switch reading {
                case .typingError(let error): .typingError(error)
                case .notAnID: .unknown
                case .id(let id): byID[id].map(LookUp.found) ?? .unknown
                }
            return ListedCertificate(asked: asked, answer: answer)
        }
        for answer in answers { counts.add(LookUpAnswer(answer.answer)) }
        return answers
    }
}

extension [ListedCertificate] {
    /// The answers as comma-separated values, one row for each ID, for a program or a spreadsheet.
    package func csv(by institute: Institute) -> String {
        var text = CSVLine(
            "asked",
            "issuer",
            "credential",
            "name",
            "status",
            "state",
            "status_since",
            "reason",
            "first_issued",
            "valid_from",
            "valid_until",
            "id",
            "page"
        ).text
        for item in self {
            let certificate = item.certificate
            func time(_ date: Date?) -> String? { date.map { Instant($0).description } }
            text +=
                CSVLine(
                    item.asked,
                    certificate.map { _ in institute.name },
                    certificate?.title,
                    certificate?.name,
                    item.status,
                    certificate?.state.rawValue,
                    time(certificate?.statusSince),
                    certificate?.reason,
                    time(certificate?.firstIssuedAt),
                    time(certificate?.validFrom),
                    time(certificate?.validUntil),
                    certificate?.printedID,
                    certificate.map { "\(institute.publicUrl)/verify/\($0.printedID)" }
                ).text
        }
        return text
    }
}
