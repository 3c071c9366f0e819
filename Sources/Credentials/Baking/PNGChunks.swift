import CZlib

/// A PNG read strictly as its chunks (W3C PNG §5): every length and every CRC is checked, `IHDR` comes first, `IEND` ends the
/// file, and no chunk is expanded.
struct PNGChunks {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    struct Chunk: Equatable {
        let type: [UInt8]
        let data: ArraySlice<UInt8>
    }

    let chunks: [Chunk]

    init(_ file: [UInt8]) throws(Unbakeable) {
        guard file.starts(with: Self.signature) else { throw .notAnImage }
        var chunks: [Chunk] = []
        var place = Self.signature.count
        while place < file.count {
            guard let length = Self.number(file, at: place), length <= file.count, place + 12 + length <= file.count,
                let crc = Self.number(file, at: place + 8 + length)
            else { throw .damaged }
            let covered = Array(file[place + 4..<place + 8 + length])
            guard registrar_crc32(covered, covered.count) == UInt32(crc) else { throw .damaged }
            chunks.append(Chunk(type: Array(covered.prefix(4)), data: file[place + 8..<place + 8 + length]))
            place += 12 + length
            if chunks.last?.type == Array("IEND".utf8) { break }
        }
        guard place == file.count, chunks.first?.type == Array("IHDR".utf8), chunks.first?.data.count == 13,
            chunks.last?.type == Array("IEND".utf8), chunks.last?.data.isEmpty == true
        else { throw .damaged }
        self.chunks = chunks
    }

    /// A chunk as it stands in a file: length, type, data, CRC of type and data.
    static func written(_ type: String, _ data: some Collection<UInt8>) -> [UInt8] {
        let covered = Array(type.utf8) + data
        return octets(UInt32(data.count)) + covered + octets(registrar_crc32(covered, covered.count))
    }

    private static func octets(_ number: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    private static func number(_ file: [UInt8], at place: Int) -> Int? {
        guard place + 4 <= file.count else { return nil }
        return file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
