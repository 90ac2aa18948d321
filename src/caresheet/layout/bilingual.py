"""Two languages in one frame: side by side and line by line, or one below the other where lines would be too short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.context import Frame, LayoutContext
from caresheet.layout.fragments import Fragment
from caresheet.layout.labels import spaced_line
from caresheet.layout.lines import leading_of
from caresheet.layout.mirroring import mirrored_between
from caresheet.model.direction import direction_of
from caresheet.model.look import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caresheet.layout.lines import TextStyle
    from caresheet.layout.text_lines import TextLine
    from caresheet.model.text import PrintedText

_GUTTER = 6.0 * POINTS_PER_MM
"""Space between two languages side by side, in points."""
_LEAST_LETTERS = 24
"""Two languages are set side by side only if a line of each has room for this many characters."""


def halves(frame: Frame) -> tuple[Frame, Frame]:
    """The places of two languages side by side."""
    width = (frame.width - _GUTTER) / 2
    return replace(frame, width=width), replace(frame, start=frame.start + width + _GUTTER, width=width)


def has_room_for_two(context: LayoutContext, frame: Frame) -> bool:
    """Whether two languages fit side by side in the frame."""
    return halves(frame)[0].width >= _LEAST_LETTERS * context.body.letter_width


class SecondLanguage(Struct, frozen=True):
    """A second language in a frame: the context for its words, and whether its lines start at the opposite side of the
    frame from those of the document."""

    context: LayoutContext
    frame: Frame
    is_mirrored: bool

    def placed(self, fragments: Sequence[Fragment]) -> list[Fragment]:
        """What was laid out in the frame, moved to the side where its lines start."""
        return [_mirrored(fragment, self.frame) for fragment in fragments] if self.is_mirrored else list(fragments)

    def line(self, line: TextLine) -> TextLine:
        """A single line outside the frame, with its pieces in the order of this language."""
        if not self.is_mirrored:
            return line
        return replace(line, pieces=tuple(mirrored_between(piece, 0.0, line.width) for piece in line.pieces))

    def style(self, style: TextStyle) -> TextStyle:
        """A style for words in this language."""
        setting = self.context.setting
        return replace(style, leading=leading_of(style.size, style.leading / style.size, setting), setting=setting)


def second_language(context: LayoutContext, language: str, frame: Frame) -> SecondLanguage:
    """The second language of a document in a frame."""
    other_way = direction_of(language) is not context.document.direction
    return SecondLanguage(context.speaking(language), frame, other_way)


def _mirrored(fragment: Fragment, frame: Frame) -> Fragment:
    pieces = tuple(mirrored_between(piece, frame.start, frame.end) for piece in fragment.pieces)
    return replace(fragment, pieces=pieces, head=tuple(_mirrored(each, frame) for each in fragment.head))


def lay_out_in_both(
    context: LayoutContext,
    texts: tuple[PrintedText, PrintedText],
    tags: Sequence[int],
    style: TextStyle,
    place: tuple[Frame, bool],
    *,
    more: bool = False,
) -> list[Fragment]:
    """A text with its translation beside it, or below it. `tags` are those of its runs, of the space between the two,
    and of the runs of the translation. `place` is the frame, and whether the two are side by side. With `more`, the
    translation ends with a space, because further words follow it."""
    companion, count, (frame, beside) = context.document.companion, len(texts[0].runs), place
    left, right = halves(frame) if beside else (frame, frame)
    first = context.lines(texts[0], tags[:count], style, left)
    first[-1] = spaced_line(first[-1])
    if companion is None:
        return first
    second = second_language(context, companion.language, right)
    lines = context.lines(texts[1], tags[count + 1 :], second.style(style), right)
    if more:
        lines[-1] = spaced_line(lines[-1])
    other = second.placed(lines)
    return side_by_side(first, other) if beside else [*first, *other]


def side_by_side(first: Sequence[Fragment], second: Sequence[Fragment]) -> list[Fragment]:
    """Fragments of two languages as rows: each line of the first with the line of the second beside it."""
    rows = [*map(_row, first, second)]
    return [*rows, *first[len(rows) :], *second[len(rows) :]]


def _row(first: Fragment, second: Fragment) -> Fragment:
    known = {decoration.key for decoration in first.decorations}
    return Fragment(
        height=max(first.height, second.height),
        pieces=(*first.pieces, *second.pieces),
        gap=max(first.gap, second.gap),
        penalty=max(first.penalty, second.penalty),
        decorations=(*first.decorations, *(each for each in second.decorations if each.key not in known)),
        anchor=first.anchor,
        head=tuple(side_by_side(first.head, second.head)),
        forced=first.forced,
        position=first.position,
        anchors=(*first.anchors, *second.every_anchor),
        title=tuple(side_by_side(first.title, second.title)),
    )
