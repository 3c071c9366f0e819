import CZlib

/// GZIP (RFC 1952) through zlib: one member, no name and no time in it.
package enum Gzip {
    package enum Failure: Error, Equatable {
        /// It is no GZIP member, or broken, or something follows it.
        case broken
        /// It would grow past the limit.
        case tooLarge
    }

    package static func compress(_ octets: [UInt8]) -> [UInt8] {
        // What deflate can need at the worst, when nothing can be compressed.
        var target = [UInt8](repeating: 0, count: octets.count + octets.count / 1_000 + 128)
        let written = registrar_gzip(octets, octets.count, &target, target.count)
        return Array(target.prefix(written))
    }

    /// Expands a member that someone else made.
    ///
    /// - Parameter limit: The most octets it may grow to; nothing is ever allocated beyond it.
    package static func expand(_ octets: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: limit + 1)
        var written = 0
        switch registrar_gunzip(octets, octets.count, &target, target.count, &written) {
        case 0 where written <= limit: return Array(target.prefix(written))
        case 0, 2: throw .tooLarge
        default: throw .broken
        }
    }
}
