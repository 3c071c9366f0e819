/// A program as its file describes it: modules in order, each with its requirements in order.
package struct ProgramFile: Codable, Equatable, Sendable {
    /// A file as read: the name it is spoken of by, and its text.
    package struct Source: Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package struct Module: Codable, Equatable, Sendable {
        package let code: String
        package let name: String
        package let requirements: [Requirement]
    }

    package struct Requirement: Codable, Equatable, Sendable {
        package enum Kind: String, CaseIterable, Codable, Sendable {
            case lesson
            case workshopAttendance = "workshop_attendance"
            case skillSignOff = "skill_sign_off"
            case observationHours = "observation_hours"
            case caseStudy = "case_study"
            case document
            case writtenExam = "written_exam"
            case practicalExam = "practical_exam"
        }

        package let code: String
        package let kind: Kind
        package let name: String
        /// What it asks for beyond its kind; nil is nothing more.
        package var detail: RequirementDetail?
    }

    package let code: String
    package let name: String
    package let summary: String
    package let grants: ProgramVersion.Grants
    /// How long what it grants is valid; nil is for ever.
    package let termMonths: Int?
    /// An example that came with the software, not the institute's own.
    package let isSample: Bool
    /// What is promised to who gives a seat back or moves; nil promises nothing.
    package var terms: ProgramTerms?
    /// How its certificates look; nil is as usual.
    package var certificate: CertificateTemplate?
    /// What renewing takes; nil is that it is not renewed.
    package var renewal: RenewalRules?
    package let modules: [Module]
}
