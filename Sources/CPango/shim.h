#pragma once
#include <pango/pangocairo.h>
#include <string.h>

// A glyph without a font is its code point under a flag, and the flag is a cast macro, which Swift does not see:
// the code point, or 0 for a glyph that a font has.
static inline uint32_t registrar_missing_code_point(PangoGlyph glyph) {
    if (glyph == PANGO_GLYPH_EMPTY || (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) return 0;
    return glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
}
