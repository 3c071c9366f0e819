import Domain

/// What every route may use, built once; a class, so that a visit carries one reference to it.
final class House: Sendable {
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
        + CertificateRoutes.all + ReceiptPages.all + IssuerRoutes.all + VerifyPages.all + AchievementPages.all
        + NamePages.all + ProgressPages.all + RenewalPages.all + SittingRoutes.all + ResultPages.all + RatingPages.all
        + AppealPages.all + SubscriptionRoutes.all + SubscribePages.all + SubscriptionPages.all + LeavePages.all
        + RegisterRoutes.all + RegisterPages.all + LogRoutes.all + MailRoutes.all + MachineRoutes.all
}
