/// Where a version of a row lies in its table: the system column `ctid`.
///
/// Only ever a hint. An update lays the row elsewhere, VACUUM FULL all rows, and in time another row may lie there: whoever
/// asks by address looks at whose row comes.
package struct RowAddress: Hashable, Sendable {
    let block: UInt32
    /// Its place in the block, from 1.
    let item: UInt16

    package init(block: UInt32, item: UInt16) {
        self.block = block
        self.item = item
    }
}

extension RowAddress: PostgresCodable {
    package static var postgresType: PostgresType { .tid }

    package func encode(into bytes: inout ParameterBytes) {
        bytes.append(block)
        bytes.append(item)
    }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws -> RowAddress {
        guard type == .tid else { throw PostgresMismatch.type(Self.self) }
        var cursor = ByteCursor()
        return RowAddress(
            block: try cursor.integer(UInt32.self, in: bytes),
            item: try cursor.integer(UInt16.self, in: bytes)
        )
    }
}
