"""The typeface: four cuts of Atkinson Hyperlegible, their measures, and how wide words run in them.

Lay out asks only `advance` and the vertical measures; paint asks for the ReportLab font itself. A shaping engine would
take the place of `advance` and leave the rest alone.
"""

from __future__ import annotations

from functools import cache
from math import fsum
from typing import TYPE_CHECKING

from caresheet.model.setting import Face

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

ASCENT = 0.95
"""Top of the tallest letters above the baseline, as a share of the type size (the fonts' own `hhea` table)."""
DESCENT = 0.29
"""Depth of the lowest letters under the baseline, as a share of the type size."""
CAP_HEIGHT = 0.668
"""Height of a capital letter, as a share of the type size (`OS/2`)."""
X_HEIGHT = 0.496
"""Height of a small letter without ascender, as a share of the type size (`OS/2`)."""


@cache
def font(face: Face) -> TTFont:
    """The cut as ReportLab's font object, parsed once a process."""
    import fontpkg_atkinson_hyperlegible
    from reportlab.pdfbase.ttfonts import TTFont

    path = fontpkg_atkinson_hyperlegible.ROOT / "files" / f"AtkinsonHyperlegible-{face.value}.ttf"
    return TTFont(f"AtkinsonHyperlegible-{face.value}", str(path), asciiReadable=1)


class Measure:
    """Widths of words in one cut, each word measured once."""

    def __init__(self, face: Face) -> None:
        shapes = font(face).face
        self._widths: dict[int, float] = shapes.charWidths
        self._default: float = shapes.defaultWidth
        self._words: dict[str, float] = {}

    def advance(self, text: str) -> float:
        """How far the text runs, as a multiple of the type size."""
        known = self._words.get(text)
        if known is None:
            widths, default = self._widths, self._default
            known = fsum([widths.get(ord(letter), default) for letter in text]) / 1000
            self._words[text] = known
        return known


@cache
def measure(face: Face) -> Measure:
    """The measure of a cut, shared by all documents of a process."""
    return Measure(face)


def face_of(*, strong: bool, emphasis: bool) -> Face:
    """The cut for a run of words."""
    if strong:
        return Face.BOLD_ITALIC if emphasis else Face.BOLD
    return Face.ITALIC if emphasis else Face.REGULAR
