import Psychometrics

/// How somebody who failed did in one content area, as a score keeps it.
package struct AreaBand: Codable, Hashable, Sendable {
    package enum Band: String, CaseIterable, Codable, Sendable {
        case below, near, above

        package var words: String { "\(rawValue) the standard" }
    }

    package let area: String
    let raw: Int
    let items: Int
    package let band: Band
}

extension AreaBand {
    init(_ score: AreaScore) {
        let band: Band =
            switch score.band {
            case .below: .below
            case .near: .near
            case .above: .above
            }
        self.init(area: score.area, raw: score.raw, items: score.items, band: band)
    }
}
