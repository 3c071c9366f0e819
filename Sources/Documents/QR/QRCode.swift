import CQRencode

/// A QR code (ISO/IEC 18004) as the matrix of its modules, without the quiet zone around it.
package struct QRCode: Sendable, Equatable {
    /// How much of the code may be lost: about 15 % or 25 %.
    package enum Correction: Sendable {
        case medium
        case quartile
    }

    /// Light modules that must surround it on every side (§5.3.8).
    package static let quietZone = 4

    /// Modules along one side.
    package let side: Int
    private let modules: [Bool]

    /// - Throws: `UnfitDocument` when the text is empty or too long for any code (about 2,300 octets).
    package init(_ text: String, correction: Correction = .medium) throws(UnfitDocument) {
        let level = correction == .medium ? QR_ECLEVEL_M : QR_ECLEVEL_Q
        guard !text.utf8.contains(0), let code = QRcode_encodeString(text, 0, level, QR_MODE_8, 1) else {
            throw UnfitDocument("\(text.utf8.count) octets do not fit into a QR code.")
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit is the colour; the others tell what a module is for.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// Whether a module is dark; column and row count from the upper left.
    package subscript(column: Int, row: Int) -> Bool {
        modules[row * side + column]
    }

    /// A run of dark modules in one row.
    struct Run: Equatable {
        let column: Int
        let row: Int
        let length: Int
    }

    var runs: [Run] {
        (0..<side).flatMap { row in
            var runs: [Run] = []
            var start: Int?
            for column in 0...side {
                let dark = column < side && self[column, row]
                if dark, start == nil { start = column }
                guard !dark, let first = start else { continue }
                runs.append(Run(column: first, row: row, length: column - first))
                start = nil
            }
            return runs
        }
    }
}
