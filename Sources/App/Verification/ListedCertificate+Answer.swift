import Domain

extension [ListedCertificate] {
    /// One row for each ID, in order.
    func answer(by institute: Institute) -> Answer {
        let active = count(where: \.isActive)
        return Answer(
            .page(self) { $0.json(by: institute) },
            isGood: active == count,
            .table(
                Table(
                    self,
                    [
                        .text("ASKED", gives: true) { .init($0.certificate?.printedID ?? $0.asked) },
                        .text("STATUS") { .init($0.status, $0.certificate?.status.tone ?? .bad) },
                        .text("UNTIL") {
                            .init($0.certificate?.ends.map { Moment.day($0, in: institute.timeZone) })
                        },
                        .text("NAME", gives: true) { .init($0.certificate?.name) },
                        .text("CREDENTIAL", gives: true) { .init($0.certificate?.title) },
                    ]
                )
            ),
            .words("\(active) of \(count) active, by the register of \(institute.name).")
        )
    }
}

extension ListedCertificate {
    /// As the JSON of `POST /api/v1/certificates/verify-list`.
    fileprivate func json(by institute: Institute) -> JSON {
        [
            "asked": .string(asked), "issuer": .text(certificate.map { _ in institute.name }),
            "credential": .text(certificate?.title), "name": .text(certificate?.name), "status": .string(status),
            "state": .text(certificate?.state.rawValue),
            "status_since": .text(certificate?.since.text(in: institute.timeZone)),
            "reason": .text(certificate?.reason),
            "first_issued": .text(certificate?.issued.text(in: institute.timeZone)),
            "valid_from": .text(certificate?.begins.text(in: institute.timeZone)),
            "valid_until": .text(certificate?.ends?.text(in: institute.timeZone)),
            "id": .text(certificate?.printedID),
            "page": .text(certificate.map { "\(institute.publicUrl)/verify/\($0.printedID)" }),
        ]
    }
}
