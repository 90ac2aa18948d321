"""Lines of text, and their places below each other."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.model.page_layout import Piece


class TextLine(Struct, frozen=True):
    """One line: its pieces, relative to its upper start corner, its width and its height in points.

    It is as high as the leading of its style, or higher if it holds larger bold words, or letters of another script
    that reach further. `splits_word` says that its last word continues on the next line.
    """

    pieces: tuple[Piece, ...]
    width: float
    height: float
    splits_word: bool = False


def height_of_lines(lines: Sequence[TextLine]) -> float:
    """The height of lines below each other, in points."""
    return fsum(line.height for line in lines)


def below_each_other(lines: Sequence[TextLine]) -> Iterator[tuple[float, TextLine]]:
    """Lines below each other, each with the distance of its top from the top of the first, in points."""
    return ((height_of_lines(lines[:number]), line) for number, line in enumerate(lines))
