"""What every element is set with: the look, the tag tree, and the frame that it has to fill."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import face_of, letter_width
from caresheet.layout.lines import Ink, Line, break_lines, longest_word
from caresheet.layout.strips import FREE, KEPT, LONELY, WITHIN, Panel, Strip
from caresheet.layout.tags import Tags
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.model.look import ListMarker, Look
    from caresheet.model.problem import Position
    from caresheet.model.text import PrintedText


_NARROWEST = 2.0
"""A line narrower than this, as a multiple of the type size, holds no word that has to be parted for it."""
_MOST_LETTERS = 72
"""Running text is set no wider than so many characters; its longest lines, of narrow letters, then hold 75 (RNIB Clear
Print Guidelines, "Line length"; CMS Toolkit 6.11)."""


class Frame(Struct, frozen=True):
    """Where in a column something stands: its left edge, its width, and the panels around it, outermost first.

    `language` is the BCP 47 tag that the words in it need on their own element, where it is not the document's.
    `signs` is the shape and colour in front of warning signs, where it is not the layout's.
    """

    left: float
    width: float
    panels: tuple[Panel, ...] = ()
    language: str | None = None
    signs: tuple[ListMarker, str] | None = None

    def indented(self, distance: float) -> Frame:
        """The same frame with its left edge moved in."""
        return replace(self, left=self.left + distance, width=self.width - distance)

    def inside(self, panel: Panel, bar: float = 0.0) -> Frame:
        """The space within a panel that stands in this frame."""
        left = panel.left + panel.pad + bar
        return replace(self, left=left, width=panel.width - 2 * panel.pad - bar, panels=(*self.panels, panel))


class Desk:
    """What every element of one document is laid out with, and what is noted on the way."""

    def __init__(self, look: Look, position: Position) -> None:
        self.look = look
        self.position = position
        self.tags = Tags()
        self.heights: dict[Position, float] = {}
        self._panels = 0
        body = look.type.body
        self.body = Ink(body, body * look.type.leading, look.palette.text)
        self.strong = replace(self.body, strong=True)

    def heading_ink(self, level: int, colour: str) -> Ink:
        """Bold, in the size of the level; headings are set tighter than text."""
        sizes = self.look.type
        size = {2: sizes.section, 3: sizes.subsection}.get(level, sizes.body)
        return Ink(size, size * 1.18, colour, strong=True)

    def panel(self, frame: Frame, *, fill: str | None, border: str | None, bar: str | None = None) -> Panel:
        """A new panel as wide as the frame."""
        self._panels += 1
        return Panel(self._panels, frame.left, frame.width, fill, border, bar, self.look.spacing.panel)

    def text(self, text: PrintedText, ink: Ink, frame: Frame, tag: int) -> list[Strip]:
        """A paragraph's lines as strips, all belonging to one element."""
        return self.lines(text, self.tags.for_runs(tag, text), ink, frame)

    def lines(self, text: PrintedText, tags: list[int], ink: Ink, frame: Frame) -> list[Strip]:
        """Lines as strips, with a tag for each run; single first and last lines are dear to part from the rest.

        Raises CaresheetError where so little width is left that words would be parted letter by letter.
        """
        if frame.width < _NARROWEST * ink.size and frame.width < longest_word(text, ink):
            message = f"lists in lists, panels and columns leave a width of {frame.width:.0f} pt for these words"
            hint = "nest them less deeply, or choose fewer columns, wider paper or smaller type"
            raise CaresheetError((Problem(text.position, DOES_NOT_FIT, message, hint),))
        lines = break_lines(text, tags, ink, min(frame.width, self._measure(ink)), frame.left)
        return [
            Strip(
                ink.leading,
                line.pieces,
                cost=_cost(lines, index),
                panels=frame.panels,
                position=text.position,
            )
            for index, line in enumerate(lines)
        ]

    def _measure(self, ink: Ink) -> float:
        """How wide words may run: as far as the eye finds back in running text, as far as they like in headings."""
        if ink.size > self.body.size:
            return inf
        return _MOST_LETTERS * letter_width(face_of(strong=ink.strong, emphasis=ink.emphasis)) * ink.size


def _cost(lines: tuple[Line, ...], index: int) -> int:
    """What it costs to break a column before a line."""
    if index == 0:
        return FREE
    if lines[index - 1].parted:
        return KEPT
    return LONELY if index in (1, len(lines) - 1) else WITHIN
