#pragma once
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

// zlib's initializers are macros, which Swift does not see, and its stream holds pointers: one call each way instead.
// 31 is the window for GZIP (RFC 1952): 15 bits of window, plus 16 for the wrapper.

// Compresses all of `source` as one GZIP member without name or time; the length written, or 0 when `target` is too small.
static inline size_t registrar_gzip(const uint8_t *source, size_t length, uint8_t *target, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (length > UINT_MAX || room > UINT_MAX) return 0;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (uint8_t *)source;
    stream.avail_in = (uInt)length;
    stream.next_out = target;
    stream.avail_out = (uInt)room;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

// Expands one GZIP member that fills `source`: 0 and its length in `written`; 1 when it is no such member or broken, or
// something follows it; 2 when it would not fit into `room`.
static inline int registrar_gunzip(
    const uint8_t *source, size_t length, uint8_t *target, size_t room, size_t *written
) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (length > UINT_MAX || room > UINT_MAX) return 2;
    if (inflateInit2(&stream, 31) != Z_OK) return 1;
    stream.next_in = (uint8_t *)source;
    stream.avail_in = (uInt)length;
    stream.next_out = target;
    stream.avail_out = (uInt)room;
    int result = inflate(&stream, Z_FINISH);
    int full = stream.avail_out == 0;
    int rest = stream.avail_in != 0;
    *written = stream.total_out;
    inflateEnd(&stream);
    if (result == Z_STREAM_END) return rest ? 1 : 0;
    return result == Z_BUF_ERROR && full ? 2 : 1;
}

// The CRC-32 of a PNG chunk, of GZIP and of ZIP.
static inline uint32_t registrar_crc32(const uint8_t *octets, size_t length) {
    return (uint32_t)crc32_z(0, octets, length);
}
