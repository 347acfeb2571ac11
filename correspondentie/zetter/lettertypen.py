"""The fonts a letter can be set in: those of the house style, and none of the machine."""

from collections.abc import Iterator

from weasyprint.text.ffi import (  # type: ignore[import-untyped]  # WeasyPrint ships no types
    ffi,
    fontconfig,
    gobject,
    harfbuzz,
    pango,
    pangoft2,
)
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # idem

ffi.cdef("""
    FcConfig * FcConfigCreate (void);
    int FcGetVersion (void);
    const char * hb_version_string (void);
    int FT_Init_FreeType (void **library);
    void FT_Library_Version (void *library, int *major, int *minor, int *patch);
    int FT_Done_FreeType (void *library);
""")


class Lettertypen(FontConfiguration):  # type: ignore[misc]  # idem
    """A font configuration that starts empty, so that a machine's own fonts and settings change no letter.

    WeasyPrint's own starts with every font and rule of the machine and has no switch for it; this repeats
    its few lines of set-up with an empty fontconfig configuration.
    """

    def __init__(self) -> None:
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map keeps its own reference
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}


def list_bibliotheken() -> Iterator[str]:
    """List the libraries that measure and draw text, each with its version."""
    yield f"pango {pango.pango_version()}"
    yield f"harfbuzz {ffi.string(harfbuzz.hb_version_string()).decode()}"
    yield f"fontconfig {fontconfig.FcGetVersion()}"
    freetype, delen = ffi.new("void **"), ffi.new("int[3]")
    pangoft2.FT_Init_FreeType(freetype)  # Pango brings it along
    pangoft2.FT_Library_Version(freetype[0], delen, delen + 1, delen + 2)
    pangoft2.FT_Done_FreeType(freetype[0])
    yield f"freetype {delen[0]}.{delen[1]}.{delen[2]}"
