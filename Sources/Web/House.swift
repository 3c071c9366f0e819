import Domain

/// What every route may use, built once.
struct House: Sendable {
    let registrar: Registrar
    let settings: WebSettings
    let issuer: Issuer
    let pages: Pages
    let lookUps = LookUpLimit()

    init(registrar: Registrar, settings: WebSettings) throws {
        self.registrar = registrar
        self.settings = settings
        issuer = Issuer(registrar)
        pages = try Pages()
    }

    static let routes: [Route] =
        PageRoutes.all + CohortRoutes.all + ReservationRoutes.all + FileRoutes.all + ListRoutes.all
        + CertificateRoutes.all + IssuerRoutes.all + VerifyPages.all + AchievementPages.all + NamePages.all
        + RatingPages.all + AppealPages.all
        + MachineRoutes.all
}
