import Foundation

/// An exam as its file describes it. Its stems, options and keys leave here for the database and for nowhere else.
package struct ExamFile: Sendable {
    /// A file as read: the name it is spoken of by, and its text.
    package typealias Source = ProgramFile.Source

    struct Item: Sendable {
        let code: String
        let area: String
        let stem: String
        /// In the order of their letters.
        let options: [String]
        /// From 1.
        let key: Int
        let isPretest: Bool
        /// `file:line:column`
        let place: String
    }

    struct Form: Sendable {
        struct Entry: Sendable {
            let item: String
            let isScored: Bool
            let place: String
        }

        let code: String
        let minutes: Int
        let entries: [Entry]
        let cutHundredths: Int
        let cutMethod: ExamForm.CutMethod
        let cutStudy: CutStudy

        var scored: Int { entries.count { $0.isScored } }
    }

    let code: String
    let name: String
    let items: [Item]
    let forms: [Form]
    let place: String
}

extension ExamFile.Item {
    /// What makes it another version when it changes.
    private struct Words: Encodable {
        let area: String
        let stem: String
        let options: [String]
    }

    private struct Whole: Encodable {
        let code: String
        let words: Words
        let key: Int
        let isPretest: Bool
    }

    private var words: Words { Words(area: area, stem: stem, options: options) }

    var wordsDigest: Data { get throws { try ItemSeal.digest(words) } }

    /// Stands for words, key and use in a plan.
    func sealed(by seal: ItemSeal) throws -> String {
        try seal(Whole(code: code, words: words, key: key, isPretest: isPretest))
    }
}

extension ExamFile.Form {
    private struct Content: Encodable {
        let minutes: Int
        let cutHundredths: Int
        let cutMethod: ExamForm.CutMethod
        let cutStudy: CutStudy
        let items: [String]
    }

    /// - Parameter versions: Of each of its items.
    func digest(_ versions: [String: Int]) throws -> Data {
        try ItemSeal.digest(
            Content(
                minutes: minutes,
                cutHundredths: cutHundredths,
                cutMethod: cutMethod,
                cutStudy: cutStudy,
                items: entries.map { "\($0.item) \(versions[$0.item] ?? 0) \($0.isScored ? "scored" : "pretest")" }
            )
        )
    }
}
