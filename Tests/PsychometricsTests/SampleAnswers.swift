import Foundation
import Psychometrics
import Testing

/// Answers that tests are made from.
enum SampleAnswers {
    /// LSAT section 6: 1,000 persons, 5 items, from a table of patterns (Bock and Lieberman 1970, *Psychometrika* 35).
    static func lsat() throws -> Responses {
        let file = try #require(Bundle.module.url(forResource: "lsat6", withExtension: "csv"))
        var responses = Responses(form: try binary(items: 5))
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",")
            let answers = cells[0].utf8.map { UInt8?($0 - UInt8(ascii: "0")) }
            for _ in 0..<(try #require(Int(cells[1]))) { try responses.append(answers) }
        }
        return responses
    }

    /// Items whose answers are wrong (0) or right (1).
    static func binary(items: Int) throws -> Form {
        try Form(version: "binary", items: Array(repeating: Item(area: "all", options: 2, key: 1), count: items))
    }

    static func binary(_ rows: [[UInt8?]]) throws -> Responses {
        try responses(rows, form: binary(items: rows.first?.count ?? 1))
    }

    static func responses(_ rows: [[UInt8?]], form: Form) throws -> Responses {
        var responses = Responses(form: form)
        for row in rows { try responses.append(row) }
        return responses
    }

    /// Candidates of different ability and items of different difficulty, of four options each; now and then a blank.
    static func drawn(candidates: Int, items: Int, seed: UInt64) throws -> (rows: [[UInt8?]], form: Form) {
        var random = SplitMix(state: seed)
        let form = try Form(
            version: "drawn",
            items: (0..<items).map { place in
                Item(area: "area \(place % 3)", options: 4, key: Int(random.next() % 4), isScored: place % 7 != 6)
            }
        )
        let hardness = form.items.map { _ in Double.random(in: 0.2...0.8, using: &random) }
        let rows = (0..<candidates).map { _ in
            let ability = Double.random(in: -0.3...0.3, using: &random)
            return zip(form.items, hardness).map { item, hardness in
                if Double.random(in: 0...1, using: &random) < hardness + ability { return UInt8?(UInt8(item.key)) }
                return random.next() % 20 == 0 ? nil : UInt8(random.next() % 4)
            }
        }
        return (rows, form)
    }

    /// Steele, Lea and Flood 2014: the same numbers from the same seed, on every machine.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

extension Double {
    /// Whether this is a reference value, to the digits in which it was printed.
    func prints(_ reference: String) -> Bool {
        let digits = reference.split(separator: ".").last?.count ?? 0
        let printed = String(format: "%.\(digits)f", self)
        return printed == (reference.hasPrefix(".") ? "0" + reference : reference)
    }
}

extension Optional<Double> {
    func prints(_ reference: String) -> Bool { self?.prints(reference) ?? false }

    /// Whether a figure that another way gives is the same, but for rounding.
    func isNear(_ other: Double) -> Bool { map { abs($0 - other) <= 1e-9 * max(1, abs(other)) } ?? false }
}
