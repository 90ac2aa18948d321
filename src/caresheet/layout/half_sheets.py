"""A section that is printed twice: the line to cut along between the two, and taller lines to write on where the page
has room for them."""

from __future__ import annotations

from bisect import bisect_right
from math import fsum
from typing import TYPE_CHECKING

from caresheet.layout import shapes
from caresheet.layout.column_breaks import ROUNDING, in_columns
from caresheet.layout.fragments import PENALTY_HEADING, Fragment, translated, with_gap
from caresheet.layout.lines import break_lines
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from caresheet.layout.context import LayoutContext
    from caresheet.layout.paginator import Region

ABOVE_CUT = 2.5
"""The space above the line to cut along, as a multiple of the space above a section."""
_BELOW_CUT = 1.5
"""The space below it."""
_CUT, _DASH = 0.3 * POINTS_PER_MM, 5.0
"""The width of the line, and the length of its dashes, in points."""
_PAD = 6.0
"""The space between the dashes and the words in the line, in points."""
_TALLEST = 12 * POINTS_PER_MM
"""The most that lines to write on are apart, in points."""
_STEP = 0.25 * POINTS_PER_MM
_FOOTER_LINES = 2
"""The further lines of a footer that room is left for: that of a draft is longer."""


def below_a_cut(context: LayoutContext, fragments: list[Fragment], width: float) -> list[Fragment]:
    """The second of the two, below the line to cut along."""
    return [
        _cut_line(context, width),
        *with_gap(fragments, gap=context.look.spacing.section * _BELOW_CUT, penalty=PENALTY_HEADING),
    ]


def _cut_line(context: LayoutContext, width: float) -> Fragment:
    """The dashed line with words in its middle that say what it is for. They matter only on paper, so they are an
    artifact."""
    style = context.style(context.look.type.running, 1.2, context.look.palette.text)
    text = PrintedText((TextRun(context.document.cut_here),), context.document.position)
    (line, *_) = break_lines(text, [ARTIFACT], style, width)
    middle, start = style.leading / 2, (width - line.width) / 2
    words = (translated(piece, start, 0.0) for piece in line.pieces)
    ends = (start - _PAD, start + line.width + _PAD)
    dashes = (
        ShapePiece(shapes.line(begin, -middle, begin + _DASH, -middle), None, "#555555", _CUT, ARTIFACT)
        for begin in (number * 2 * _DASH for number in range(int(width / (2 * _DASH))))
        if begin + _DASH < ends[0] or begin > ends[1]
    )
    return Fragment(style.leading, (*dashes, *words))


def with_tall_lines(context: LayoutContext, lay_out: Callable[[LayoutContext], list[Region]]) -> LayoutContext:
    """The context with the tallest lines to write on, up to 12 mm, with which what `lay_out` makes takes no more than
    half of a page."""
    look = context.look
    footer = _FOOTER_LINES * look.type.running * look.type.leading
    cut = look.spacing.section * (ABOVE_CUT + _BELOW_CUT) + 2 * look.type.running
    room = (look.paper.text_height - footer - cut) / 2
    more = range(1, int((_TALLEST - look.blocks.entry_height) / _STEP + ROUNDING) + 1)

    def taller(steps: int) -> LayoutContext:
        return context.with_lines_of(look.blocks.entry_height + steps * _STEP)

    fitting = bisect_right(more, room, key=lambda steps: _height(lay_out(taller(steps).on_trial())))
    return taller(fitting) if fitting else context


def _height(regions: Iterable[Region]) -> float:
    """Each region in its columns; how far apart these are makes no difference to their height."""
    return fsum(each.gap + in_columns(each.fragments, each.columns, 0.0).height for each in regions)
