extension OpenBadge {
    /// Whom it was awarded to, and for what.
    package struct Subject: Codable, Equatable, Sendable {
        /// `urn:uuid:`, random for each certificate, so that two of one person cannot be linked by it.
        package let id: String
        package private(set) var type = ["AchievementSubject"]
        package let identifier: [Identity]
        /// The certificate's ID as printed.
        package let licenseNumber: String
        package let achievement: Achievement
        package let result: [Result]

        package init(id: String, identifier: [Identity], licenseNumber: String, achievement: Achievement) {
            self.id = id
            self.identifier = identifier
            self.licenseNumber = licenseNumber
            self.achievement = achievement
            result = achievement.resultDescription.map { Result(resultDescription: $0.id) }
        }
    }

    /// What was earned: one version of one program.
    package struct Achievement: Codable, Equatable, Sendable {
        package let id: String
        package private(set) var type = ["Achievement"]
        package let achievementType: String
        package let name: String
        package let description: String
        package let humanCode: String
        package let version: String
        package let inLanguage: String
        package let criteria: Criteria
        package let creator: Profile
        package let resultDescription: [ResultDescription]

        /// - Parameter id: The achievement's address; its criteria and its outcome are named under it.
        package init(
            id: String,
            kind: Kind,
            name: String,
            description: String,
            humanCode: String,
            version: String,
            inLanguage: String,
            narrative: String,
            creator: Profile
        ) {
            self.id = id
            achievementType = kind.rawValue
            self.name = name
            self.description = description
            self.humanCode = humanCode
            self.version = version
            self.inLanguage = inLanguage
            criteria = Criteria(id: "\(id)/criteria", narrative: narrative)
            self.creator = creator
            resultDescription = [ResultDescription(id: "\(id)#outcome")]
        }
    }

    package struct Criteria: Codable, Equatable, Sendable {
        package let id: String
        package let narrative: String
    }

    package struct ResultDescription: Codable, Equatable, Sendable {
        package let id: String
        package private(set) var type = ["ResultDescription"]
        package private(set) var name = "Outcome"
        package private(set) var resultType = "Status"

        init(id: String) { self.id = id }
    }

    /// That it was completed; a score never goes into a certificate.
    package struct Result: Codable, Equatable, Sendable {
        package private(set) var type = ["Result"]
        package let resultDescription: String
        package private(set) var status = "Completed"

        init(resultDescription: String) { self.resultDescription = resultDescription }
    }
}

extension OpenBadge.Achievement {
    /// Open Badges' `AchievementType`; other words are written `ext:Name`.
    package struct Kind: Hashable, Sendable {
        package static let certification = Kind("Certification")
        package static let attendance = Kind("CertificateOfCompletion")

        package static func other(_ name: String) -> Kind { Kind("ext:\(name)") }

        package let rawValue: String

        private init(_ rawValue: String) { self.rawValue = rawValue }
    }
}
