import CZip
package import Foundation

/// Files packed into one `.zip`; the same files at the same time become the same octets.
package enum ZipArchive {
    package struct Entry: Sendable, Equatable {
        /// With its folders, parted by slashes.
        package let name: String
        package let octets: [UInt8]

        package init(name: String, octets: [UInt8]) {
            self.name = name
            self.octets = octets
        }
    }

    /// - Parameter time: Of every file in it, in UTC; whole even seconds from 1980 on, as the format has them.
    /// - Throws: `UnfitDocument` for a name that occurs twice, and when memory is out.
    package static func pack(_ entries: [Entry], at time: Date) throws(UnfitDocument) -> [UInt8] {
        var fault = zip_error_t()
        zip_error_init(&fault)
        defer { zip_error_fini(&fault) }
        guard let whole = zip_source_buffer_create(nil, 0, 0, &fault) else { throw unfit(&fault) }
        // What was written is read from it after the archive, which would take it along, was closed.
        zip_source_keep(whole)
        defer { zip_source_free(whole) }
        guard let archive = zip_open_from_source(whole, ZIP_TRUNCATE, &fault) else {
            zip_source_free(whole)
            throw unfit(&fault)
        }
        do throws(UnfitDocument) {
            for entry in entries { try add(entry, to: archive, at: stamp(time)) }
        } catch {
            zip_discard(archive)
            throw error
        }
        guard zip_close(archive) == 0 else {
            let error = unfit(zip_get_error(archive))
            zip_discard(archive)
            throw error
        }
        return try octets(of: whole)
    }

    private static func add(
        _ entry: Entry,
        to archive: OpaquePointer,
        at stamp: (time: UInt16, date: UInt16)
    ) throws(UnfitDocument) {
        // libzip reads the octets when the archive is closed, and gives them back then.
        let room = malloc(max(entry.octets.count, 1))
        guard let room else { throw UnfitDocument("There is no memory left to pack \(entry.name).") }
        entry.octets.withUnsafeBytes { octets in
            if let start = octets.baseAddress { memcpy(room, start, octets.count) }
        }
        guard let source = zip_source_buffer(archive, room, UInt64(entry.octets.count), 1) else {
            free(room)
            throw unfit(zip_get_error(archive))
        }
        let index = zip_file_add(archive, entry.name, source, ZIP_FL_ENC_UTF_8)
        guard index >= 0 else {
            zip_source_free(source)
            throw unfit(zip_get_error(archive))
        }
        let place = UInt64(index)
        // A plain file that everybody may read, on every system.
        guard zip_file_set_dostime(archive, place, stamp.time, stamp.date, 0) == 0,
            zip_file_set_external_attributes(archive, place, 0, UInt8(ZIP_OPSYS_UNIX), 0o100644 << 16) == 0,
            zip_set_file_compression(archive, place, ZIP_CM_DEFLATE, 9) == 0
        else { throw unfit(zip_get_error(archive)) }
    }

    private static func octets(of source: OpaquePointer) throws(UnfitDocument) -> [UInt8] {
        var facts = zip_stat_t()
        guard zip_source_stat(source, &facts) == 0, zip_source_open(source) == 0 else {
            throw unfit(zip_source_error(source))
        }
        defer { zip_source_close(source) }
        var octets = [UInt8](repeating: 0, count: Int(facts.size))
        guard zip_source_read(source, &octets, facts.size) == Int64(facts.size) else {
            throw UnfitDocument("The archive could not be read back.")
        }
        return octets
    }

    /// As MS-DOS counts (PKWARE APPNOTE 4.4.6).
    private static func stamp(_ time: Date) -> (time: UInt16, date: UInt16) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: time)
        let year = min(max((parts.year ?? 1980) - 1980, 0), 127)
        let date = year << 9 | (parts.month ?? 1) << 5 | (parts.day ?? 1)
        let clock = (parts.hour ?? 0) << 11 | (parts.minute ?? 0) << 5 | (parts.second ?? 0) / 2
        return (UInt16(clock), UInt16(date))
    }

    private static func unfit(_ error: UnsafeMutablePointer<zip_error_t>?) -> UnfitDocument {
        let reason = error.map { String(cString: zip_error_strerror($0)) } ?? "unknown fault"
        return UnfitDocument("The files could not be packed: \(reason).")
    }
}
