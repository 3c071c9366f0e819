import CZlib

/// Takes the filters of a stream off (ISO 32000-1 §7.4): none, and Flate with PNG's predictors; never more than a limit of
/// octets.
enum PDFFilter {
    /// - Throws: `rewritten` for other filters, `expandsTooFar` beyond the limit.
    static func expand(
        _ data: ArraySlice<UInt8>,
        filter: PDFValue,
        parameters: PDFValue,
        limit: Int
    ) throws(UnreadablePDF) -> [UInt8] {
        switch filter {
        case .null, .array([]):
            guard data.count <= limit else { throw .expandsTooFar(limit: limit) }
            return Array(data)
        case .name("FlateDecode"), .array([.name("FlateDecode")]):
            let inflated = try inflate(Array(data), limit: limit)
            let parameters = parameters.dictionary ?? parameters.array?.first?.dictionary ?? PDFDictionary()
            return try unpredicted(inflated, parameters)
        default: throw .rewritten
        }
    }

    private static func inflate(_ data: [UInt8], limit: Int) throws(UnreadablePDF) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: limit)
        var length = uLong(target.count)
        switch uncompress(&target, &length, data, uLong(data.count)) {
        case Z_OK: return Array(target.prefix(Int(length)))
        case Z_BUF_ERROR: throw .expandsTooFar(limit: limit)
        default: throw .damaged
        }
    }

    /// Undoes PNG's prediction of each row from the one before it (§7.4.4.4; W3C PNG §9), for samples of one octet.
    private static func unpredicted(_ octets: [UInt8], _ parameters: PDFDictionary) throws(UnreadablePDF) -> [UInt8] {
        let predictor = parameters["Predictor"]?.integer ?? 1
        guard predictor != 1 else { return octets }
        let columns = parameters["Columns"]?.integer ?? 1
        guard (10...15).contains(predictor), (1...1_024).contains(columns),
            [nil, .integer(1)].contains(parameters["Colors"]),
            [nil, .integer(8)].contains(parameters["BitsPerComponent"])
        else { throw .rewritten }
        var before = [UInt8](repeating: 0, count: columns)
        var result: [UInt8] = []
        result.reserveCapacity(octets.count)
        for start in stride(from: 0, to: octets.count - columns, by: columns + 1) {
            var row = Array(octets[start + 1...start + columns])
            for index in row.indices {
                let left = index > 0 ? row[index - 1] : 0
                let corner = index > 0 ? before[index - 1] : 0
                switch octets[start] {
                case 0: break
                case 1: row[index] &+= left
                case 2: row[index] &+= before[index]
                case 3: row[index] &+= UInt8((Int(left) + Int(before[index])) / 2)
                case 4: row[index] &+= nearest(left, before[index], corner)
                default: throw .damaged
                }
            }
            result += row
            before = row
        }
        return result
    }

    /// Paeth's predictor.
    private static func nearest(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
        let guess = Int(left) + Int(above) - Int(corner)
        let distances = [left, above, corner].map { abs(guess - Int($0)) }
        if distances[0] <= distances[1], distances[0] <= distances[2] { return left }
        return distances[1] <= distances[2] ? above : corner
    }
}
