"""The typeface: four faces of Atkinson Hyperlegible, their metrics, and the widths of words set in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import fsum
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from caresheet.fonts import DRAWN_AS
from caresheet.fonts.metrics import FontMetrics, read_metrics
from caresheet.model.page_layout import Face, TextPiece, WordPiece

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_FREQUENCIES = {
    " ": 166, "a": 64, "b": 14, "c": 27, "d": 35, "e": 100, "f": 20, "g": 14, "h": 42, "i": 63, "j": 3, "k": 6, "l": 35,
    "m": 20, "n": 56, "o": 56, "p": 17, "q": 4, "r": 49, "s": 56, "t": 71, "u": 31, "v": 10, "w": 18, "x": 3, "y": 18,
    "z": 2,
}  # fmt: skip
"""How often each character occurs in a thousand of running text: the weights of `xAvgCharWidth` in the OpenType
specification (`OS/2` table, versions 0 to 2)."""
FREQUENT = "".join(_FREQUENCIES)
"""The characters that the mean width is taken over."""
_OPENING = Lock()


def font_file(face: Face) -> Path:
    """The file of a face."""
    import fontpkg_atkinson_hyperlegible

    return Path(fontpkg_atkinson_hyperlegible.ROOT) / "files" / f"AtkinsonHyperlegible-{face.value}.ttf"


def font(face: Face) -> TTFont:
    """The face as ReportLab's font object, which keeps track of the files being written: one for all threads of a
    process."""
    with _OPENING:
        return _font(face)


@cache
def _font(face: Face) -> TTFont:
    from reportlab.pdfbase.ttfonts import TTFont

    path = font_file(face)
    return TTFont(path.stem, str(path), asciiReadable=1)


@cache
def metrics(face: Face) -> FontMetrics:
    """The vertical metrics of a face."""
    return read_metrics(font_file(face).read_bytes())


def metrics_of(piece: WordPiece) -> FontMetrics:
    """The vertical metrics of the words of a page."""
    if isinstance(piece, TextPiece):
        return metrics(piece.face)
    from caresheet.fonts.opened import opened

    return opened(piece.run.font).metrics


class Measure:
    """The widths of words in one face; each word is measured once."""

    def __init__(self, face: Face) -> None:
        glyphs = font(face).face
        self._widths: dict[int, float] = glyphs.charWidths | {
            ord(letter): glyphs.charWidths[ord(drawn)] for letter, drawn in DRAWN_AS.items()
        }
        self._default: float = glyphs.defaultWidth
        self._words: dict[str, float] = {}

    def advance(self, text: str) -> float:
        """The advance width of the text as a multiple of the type size."""
        known = self._words.get(text)
        if known is None:
            widths, default = self._widths, self._default
            known = fsum([widths.get(ord(letter), default) for letter in text]) / 1000
            self._words[text] = known
        return known


@cache
def measure(face: Face) -> Measure:
    """The widths of words in a face, shared by all documents of a process."""
    return Measure(face)


@cache
def letter_width(face: Face) -> float:
    """The mean advance of a character in running text, spaces included, as a multiple of the type size."""
    return mean_width(measure(face).advance)


def mean_width(advance: Callable[[str], float]) -> float:
    """The same for any font, from the advance width of each character."""
    return fsum(often * advance(letter) for letter, often in _FREQUENCIES.items()) / fsum(_FREQUENCIES.values())


def face_of(*, strong: bool, emphasis: bool) -> Face:
    """The face for a run of text."""
    if strong:
        return Face.BOLD_ITALIC if emphasis else Face.BOLD
    return Face.ITALIC if emphasis else Face.REGULAR
