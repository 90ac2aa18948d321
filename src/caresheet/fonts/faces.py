"""The typeface: four cuts of Atkinson Hyperlegible, their measures, and how wide words run in them.

Lay out asks only `advance` and the vertical measures; paint asks for the ReportLab font itself. A shaping engine would
take the place of `advance` and leave the rest alone.
"""

from __future__ import annotations

from functools import cache
from math import fsum
from typing import TYPE_CHECKING

from caresheet.model.page_layout import Face

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
_OFTEN = {
    " ": 166, "a": 64, "b": 14, "c": 27, "d": 35, "e": 100, "f": 20, "g": 14, "h": 42, "i": 63, "j": 3, "k": 6, "l": 35,
    "m": 20, "n": 56, "o": 56, "p": 17, "q": 4, "r": 49, "s": 56, "t": 71, "u": 31, "v": 10, "w": 18, "x": 3, "y": 18,
    "z": 2,
}  # fmt: skip
"""How often each sign stands in a thousand of running text: the weights of `xAvgCharWidth` in the OpenType
specification (`OS/2` table, versions 0 to 2)."""


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


@cache
def letter_width(face: Face) -> float:
    """The mean advance of a sign in running text, spaces counted, as a multiple of the type size."""
    advance = measure(face).advance
    return fsum(often * advance(letter) for letter, often in _OFTEN.items()) / fsum(_OFTEN.values())


def face_of(*, strong: bool, emphasis: bool) -> Face:
    """The cut for a run of words."""
    if strong:
        return Face.BOLD_ITALIC if emphasis else Face.BOLD
    return Face.ITALIC if emphasis else Face.REGULAR
