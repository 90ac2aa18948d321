"""The fonts that caresheet brings can be embedded in a PDF, and their makers allow it."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from caresheet.fonts.families import FontFamily, FontStyle, families

RESTRICTED, NO_SUBSETTING, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_every_family_may_be_embedded(family: FontFamily) -> None:
    """No face forbids embedding or subsetting (OpenType, OS/2, `fsType`), and each has TrueType outlines."""
    for style in (FontStyle(), FontStyle(strong=True), FontStyle(emphasis=True)):
        instance = family.instance(style)
        assert instance
        with TTFont(instance.path, lazy=True) as font:
            assert font["OS/2"].fsType & (RESTRICTED | NO_SUBSETTING | BITMAPS_ONLY) == 0
            assert {"glyf", "loca"} <= set(font.keys())
