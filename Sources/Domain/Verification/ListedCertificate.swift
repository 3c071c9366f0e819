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
        let numbers = zip(list.ids, readings).map { asked, reading -> LegacyNumber? in
            if case .id = reading { nil } else { LegacyNumber(asked) }
        }
        let byNumber = try await find(numbers.compactMap { $0 })
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let answers = zip(zip(list.ids, readings), numbers).map { asking, number in
            let (asked, reading) = asking
            let old = number.flatMap { byNumber[$0.key] }.map(LookUp.found)
            let answer: LookUp =
                switch reading {
                case .typingError(let error): old ?? .typingError(error)
                case .notAnID: old ?? .unknown
                case .id(let id): byID[id].map(LookUp.found) ?? .unknown
                }
            return ListedCertificate(asked: asked, answer: answer)
        }
        for answer in answers { counts.add(LookUpAnswer(answer.answer)) }
        return answers
    }

    /// Certificates by their old numbers.
    private func find(_ numbers: [LegacyNumber]) async throws -> [String: Certificate] {
        guard !numbers.isEmpty else { return [:] }
        struct Old: Decodable, Sendable {
            let numberKey: String
            let certificateId: CertificateID
        }
        return try await store.read { connection in
            let old: [Old] = try connection.all(
                """
                SELECT number_key, certificate_id
                FROM legacy_certificate
                WHERE number_key = ANY(\(Set(numbers.map(\.key)).sorted()))
                """
            )
            let certificates: [Certificate] = try connection.all(
                "\(Certificate.query) WHERE certificate.id = ANY(\(old.map(\.certificateId.rawValue)))"
            )
            let byID = Dictionary(certificates.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let pairs = old.compactMap { row in byID[row.certificateId].map { (row.numberKey, $0) } }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
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
            let zone = institute.timeZone
            text +=
                CSVLine(
                    item.asked,
                    certificate.map { _ in institute.name },
                    certificate?.title,
                    certificate?.name,
                    item.status,
                    certificate?.state.rawValue,
                    certificate?.since.text(in: zone),
                    certificate?.reason,
                    certificate?.issued.text(in: zone),
                    certificate?.begins.text(in: zone),
                    certificate?.ends?.text(in: zone),
                    certificate?.printedID,
                    certificate.map { "\(institute.publicUrl)/verify/\($0.printedID)" }
                ).text
        }
        return text
    }
}
