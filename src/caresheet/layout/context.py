"""What laying out an element needs: the look, and the frame that the element fills."""

from __future__ import annotations

from copy import copy
from itertools import count
from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.fragments import (
    NO_PENALTY,
    PENALTY_BETWEEN_LINES,
    PENALTY_KEEP,
    PENALTY_WIDOW_ORPHAN,
    Decoration,
    Fragment,
)
from caresheet.layout.lines import TextStyle, break_lines, leading_of, line_style, longest_word, natural_width
from caresheet.layout.text_lines import TextLine
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caresheet.model.document import Document
    from caresheet.model.look import ListMarker, Look, SectionStyle
    from caresheet.model.problem import Position
    from caresheet.model.structure import StructureNode
    from caresheet.model.text import PrintedText


_SMALL_LEADING = 0.95
"""A factor on the leading of small type, whose lines are short or few."""
LARGE = 18.0
"""Large print begins at this body size, in points."""
_LABEL, _LABEL_LEADING = 0.875, 0.92
"""The size of labels on forms, as a share of the type size: 10.5 pt beside 12 pt. In large print they are as large as
the text. Their leading is a share of that of the text."""
_LEAST_INSET = 3.0 * POINTS_PER_MM
"""The least space between the sides of a decoration and what is inside, in points."""
_NARROWEST = 2.0
"""The narrowest line, as a multiple of the type size, in which a word may be split to fit."""
_MOST_LETTERS = 72
"""Running text is set no wider than this many characters; its longest lines, of narrow letters, then hold 75 (RNIB
Clear Print Guidelines, "Line length"; CMS Toolkit 6.11)."""

_MOST_ALONE = 100
"""A text of a single line may be so many characters wide: the eye need not find the next line."""


class Frame(Struct, frozen=True):
    """Where in a column something stands: `start` points from the column's start edge, `width` points wide.

    `decorations` are the backgrounds and borders around it, outermost first. `signs` is the marker and color of warning
    signs, if they differ from the layout's. With `boxes`, each sign is in a box.
    """

    start: float
    width: float
    decorations: tuple[Decoration, ...] = ()
    signs: tuple[ListMarker, str] | None = None
    boxes: bool = False

    @property
    def end(self) -> float:
        """The end edge, in points from the column's start edge."""
        return self.start + self.width

    def indented(self, distance: float) -> Frame:
        """The same frame with its start edge moved in by `distance` points."""
        return replace(self, start=self.start + distance, width=self.width - distance)

    def inside(self, decoration: Decoration, bar: float = 0.0) -> Frame:
        """The space inside a decoration that fills this frame and has a bar `bar` points wide."""
        start = decoration.start + decoration.padding + bar
        width = decoration.width - 2 * decoration.padding - bar
        return replace(self, start=start, width=width, decorations=(*self.decorations, decoration))


class LayoutContext:
    """What all elements of one document share while they are laid out: the look, and the height of each block.

    `field_height` is the height of the fields of a grid, in points, and `fields_across` how many of them are side by
    side; a height of 0 sets entries in rows. In critical sections no words are smaller than others, so labels of forms
    are not. `headings` is the nearest heading, in each language of
    what is laid out; it is repeated where a list continues on the next page. Empty if nothing is repeated.
    """

    def __init__(self, document: Document, look: Look, first_key: int = 1) -> None:
        self.document = document
        self.look = look
        self.heights: dict[Position, float] = {}
        self.field_height = 0.0
        self.fields_across = 1
        self.has_small_labels = True
        self.language = document.language
        self.headings: tuple[str, ...] = ()
        self._keys = count(first_key)
        self._most_letters: float = _MOST_LETTERS
        body = look.type.body
        self.setting = look.setting(document.language)
        leading = leading_of(body, look.type.leading, self.setting, tight=False)
        self.body = TextStyle(body, leading, look.palette.text, setting=self.setting)
        self.strong = replace(self.body, strong=True)

    def sized(self, size: float, leading: float = 1.0) -> LayoutContext:
        """The same with text of `size` points; `leading` is a factor on the distance of its lines."""
        context = copy(self)
        distance = leading_of(size, self.look.type.leading * leading, self.setting, tight=leading < 1.0)
        context.body = TextStyle(size, distance, self.look.palette.text, setting=self.setting)
        context.strong = replace(context.body, strong=True)
        return context

    def speaking(self, language: str) -> LayoutContext:
        """The same for words in the second language alone."""
        context = copy(self)
        context.language, context.setting, context.headings = language, self.look.setting(language), self.headings[1:]
        size, multiple = self.body.size, self.body.leading / self.body.size
        context.body = replace(
            self.body, leading=leading_of(size, multiple, context.setting, tight=False), setting=context.setting
        )
        context.strong = replace(context.body, strong=True)
        return context

    def in_style(self, style: SectionStyle) -> LayoutContext:
        """The same with the type size of a section, and with its entries as fields of a grid."""
        context = self.sized(style.size, _SMALL_LEADING) if style.size else copy(self)
        context.field_height, context.fields_across = style.fields or 0.0, style.fields_across
        return context

    def in_own_language(self) -> LayoutContext:
        """The same for words in the document's own language alone."""
        context = copy(self)
        context.headings = self.headings[:1]
        return context

    def under(self, headings: tuple[str, ...]) -> LayoutContext:
        """The same context below a heading, in each language."""
        context = copy(self)
        context.headings = headings
        return context

    def with_lines_of(self, height: float) -> LayoutContext:
        """The same with lines to write on that are `height` points apart."""
        context = copy(self)
        context.look = replace(self.look, blocks=replace(self.look.blocks, entry_height=height))
        return context

    def on_trial(self) -> LayoutContext:
        """The same for a trial: the heights of its blocks do not count."""
        context = copy(self)
        context.heights = {}
        return context

    def critical(self) -> LayoutContext:
        """The same for a critical section."""
        context = copy(self)
        context.has_small_labels = False
        return context

    def form_heads(self) -> LayoutContext:
        """The same with the small type of labels on forms, in regular print outside of critical sections."""
        small = self.body.size < LARGE and self.has_small_labels
        return self.sized(self.body.size * _LABEL, _LABEL_LEADING) if small else self

    def across(self) -> LayoutContext:
        """The same for frames that stand across the page: their few short texts fill them."""
        context = copy(self)
        context._most_letters = inf  # noqa: SLF001 - its own kind
        return context

    @property
    def is_across(self) -> bool:
        """Whether it is for frames that stand across the page."""
        return self._most_letters == inf

    @property
    def has_short_sides(self) -> bool:
        """Whether few lines fill a side, in larger print and on small paper: there, what is kept whole may leave most
        of a side empty before it."""
        look = self.look
        return look.panels is None and (look.type.body >= LARGE or look.paper.is_small)

    def style(self, size: float, leading: float, color: str, *, strong: bool = False) -> TextStyle:
        """A style for words outside running text, of `size` points. Its leading is `leading` times the type size, or
        more if the script needs it."""
        return line_style(size, leading, color, self.setting, strong=strong)

    def heading_style(self, level: int, color: str) -> TextStyle:
        """Bold, in the type size of the level, with tighter leading than text."""
        sizes = self.look.type
        size = {2: sizes.section, 3: sizes.subsection}.get(level, sizes.body)
        return self.style(size, 1.18, color, strong=True)

    def decoration(self, frame: Frame, *, fill: str | None, border: str | None, bar: str | None = None) -> Decoration:
        """A new decoration as wide as the frame."""
        return Decoration(next(self._keys), frame.start, frame.width, fill, border, bar, self.inset)

    @property
    def inset(self) -> float:
        """The space between the sides of a decoration and what is inside, in points."""
        return max(self.look.spacing.panel, _LEAST_INSET)

    def text(self, text: PrintedText, style: TextStyle, frame: Frame, node: StructureNode) -> list[Fragment]:
        """A text as fragments of one line each, tagged as `node`, whose words it is.

        Raises CaresheetError (does-not-fit) as `lines` does.
        """
        return self.lines(text, node.run_numbers, style, frame)

    def lines(self, text: PrintedText, tags: Sequence[int], style: TextStyle, frame: Frame) -> list[Fragment]:
        """A text as fragments of one line each; `tags` holds the tag of each of its runs.

        Raises CaresheetError (does-not-fit) if the frame is so narrow that words would be split letter by letter.
        """
        if frame.width < _NARROWEST * style.size and frame.width < longest_word(text, style):
            message = f"lists in lists, panels and columns leave a width of {frame.width:.0f} pt for these words"
            hint = "nest them less deeply, or choose fewer columns, wider paper or smaller type"
            raise CaresheetError((Problem(text.position, DOES_NOT_FIT, message, hint),))
        width = min(frame.width, self._measure(style))
        alone = min(frame.width, _MOST_ALONE * style.letter_width)
        if alone > width and natural_width(text, style) <= alone:
            width = alone
        lines = break_lines(text, tags, style, width, frame.start)
        return [
            Fragment(
                line.height,
                line.pieces,
                penalty=_penalty(lines, index),
                decorations=frame.decorations,
                position=text.position,
            )
            for index, line in enumerate(lines)
        ]

    def _measure(self, style: TextStyle) -> float:
        """The widest of several lines in points: limited only in running text, where the eye must find the next one."""
        if style.size > self.body.size:
            return inf
        return self._most_letters * style.letter_width


def _penalty(lines: tuple[TextLine, ...], index: int) -> int:
    """The penalty for a break before a line."""
    if index == 0:
        return NO_PENALTY
    if lines[index - 1].splits_word:
        return PENALTY_KEEP
    return PENALTY_WIDOW_ORPHAN if index in (1, len(lines) - 1) else PENALTY_BETWEEN_LINES
