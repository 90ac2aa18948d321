"""Short labels outside running text, such as the number of a step, and the space after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import inf
from typing import TypeVar

from msgspec.structs import replace

from caresheet.fonts.faces import measure
from caresheet.fonts.setting import is_plain
from caresheet.layout.fragments import Fragment, UnresolvedPiece, translated
from caresheet.layout.lines import TextStyle, break_lines, natural_width
from caresheet.layout.text_lines import TextLine
from caresheet.model.page_layout import GlyphPiece, Piece, ShapePiece, TextPiece, WordPiece
from caresheet.model.problem import Position
from caresheet.model.text import PrintedText, TextRun

AnyPiece = TypeVar("AnyPiece")
_Line = TypeVar("_Line", Fragment, TextLine)
_NOWHERE = Position("")


def width_of(words: str, style: TextStyle) -> float:
    """The width of a label on a single line, in points."""
    if is_plain(words, style.setting):
        return measure(style.face).advance(words) * style.size
    return natural_width(PrintedText((TextRun(words),), _NOWHERE), style)


def bare_label(words: str, style: TextStyle, x: float, baseline: float, tag: int) -> tuple[WordPiece, ...]:
    """A label on a single line from `x`, without a space at its end."""
    if is_plain(words, style.setting):
        return (TextPiece(x, baseline, words, style.face, style.size, style.color, width_of(words, style), tag),)
    (line,) = break_lines(PrintedText((TextRun(words),), _NOWHERE), (tag,), style, inf, x)
    return tuple(replace(piece, baseline=baseline) for piece in line.pieces if isinstance(piece, GlyphPiece))


def label_pieces(words: str, style: TextStyle, x: float, baseline: float, tag: int) -> tuple[Piece, ...]:
    """A label on a single line from `x`. It ends with a space, so that a reader does not join it to the next word."""
    return spaced(bare_label(words, style, x, baseline, tag))


def spaced(pieces: Sequence[AnyPiece]) -> tuple[AnyPiece | WordPiece, ...]:
    """The pieces with a space at the end, so that a reader does not join their last word to the next one. The line
    under a link may follow that word."""
    count = len(pieces)
    while count and isinstance(pieces[count - 1], ShapePiece):
        count -= 1
    last = pieces[count - 1] if count else None
    if isinstance(last, TextPiece):
        return (*pieces[: count - 1], replace(last, text=f"{last.text.rstrip()} "), *pieces[count:])
    if isinstance(last, GlyphPiece):
        from caresheet.layout.shaped import space_after

        return (*pieces[:count], space_after(last), *pieces[count:])
    return tuple(pieces)


def lines_below(lines: Sequence[_Line], top: float) -> Iterator[UnresolvedPiece]:
    """The pieces of lines below each other, the first one `top` points down."""
    tops = accumulate((line.height for line in lines[:-1]), initial=top)
    for line, y in zip(lines, tops, strict=True):
        yield from (translated(piece, 0.0, -y) for piece in line.pieces)


def spaced_line(line: _Line) -> _Line:
    """The line with a space at its end, so that a reader does not join its last word to what follows."""
    return replace(line, pieces=spaced(line.pieces))
