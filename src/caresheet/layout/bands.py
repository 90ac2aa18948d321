"""The band of a zone: its shape, its words and the numbers to call, or boxes to write them in."""

from __future__ import annotations

from itertools import accumulate
from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.bilingual import SecondLanguage, second_language
from caresheet.layout.context import Frame
from caresheet.layout.fragments import Fragment, translated
from caresheet.layout.labels import lines_below, spaced_line
from caresheet.layout.lines import TextStyle, baseline_drop, break_lines, longest_word, natural_width
from caresheet.model.colors import is_dark
from caresheet.model.look import POINTS_PER_MM, ListMarker
from caresheet.model.page_layout import ARTIFACT, FieldPiece, ShapePiece
from caresheet.model.text import FieldBlank, PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.layout.context import LayoutContext
    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.layout.text_lines import TextLine
    from caresheet.model import document as d
    from caresheet.model.look import SectionStyle
    from caresheet.model.structure import StructureNode
    from caresheet.model.zone_look import WriteInBox

_PAD = 3.0 * POINTS_PER_MM
"""Space at both ends of a band and behind its shape, in points."""
_ABOVE = 1.2 * POINTS_PER_MM
"""The least space above and below the words of a band, in points."""
_ABOVE_ON_PANELS = 0.7 * POINTS_PER_MM
"""The same on panels, in points."""
_BEFORE_COUNTER = 2.0 * POINTS_PER_MM
"""Space between a title and the number of its face, in points."""
_LOWEST = 12.0 * POINTS_PER_MM
"""The least height of a band, in points."""
_LINE = 0.5 * POINTS_PER_MM
"""The width of the line below a light band, in points."""
_BOX_LINE = 0.4 * POINTS_PER_MM
"""The width of the frame of a box to write in, in points."""
_TITLE_LEADING = 1.08
_NUMBER_LEADING = 1.06
_LABEL_LEADING = 1.25
"""The leading of a label above its number or box, as a multiple of its size: no letter reaches into the box."""
_MOST_LINES = 2
"""The most lines of a title next to its numbers; if it needs more, the numbers are set below it."""
_SHORT_NUMBER = 5
"""A number of this many characters or fewer, such as 911, is set large if it is alone or has no label; a longer one
that is alone, smaller by this share."""
_LONG_NUMBER = 0.72
_UNLIMITED = 10_000.0
"""Room for anything on one line, in points."""


class BandNumber(Struct, frozen=True):
    """A number with its label on one line, or a box for it; its pieces begin at the upper start corner."""

    pieces: tuple[UnresolvedPiece, ...]
    width: float
    height: float


def lay_out_band(
    context: LayoutContext, heading: d.Heading, node: StructureNode, style: SectionStyle, frame: Frame, part: str = ""
) -> Fragment:
    """The band as one fragment: the title at the start, its numbers at the end or, if there is no room,
    below it, side by side if they fit. `part`, after the title, says which of several faces with this band it is."""
    ink = context.look.palette.paper if is_dark(style.color) else context.look.palette.text
    numbers = tuple(_numbers(context, heading, node, ink, _UNLIMITED))
    start, end = frame.start + context.look.zones.bar + _PAD, frame.end - _PAD
    words = start + context.look.zones.shape + _PAD
    leading = max(style.leading for style in _title_styles(context, heading, ink))
    small = TextStyle(context.look.zones.label, leading, ink, setting=context.setting)
    counter = counted(context, part, small)
    widest = max((number.width for number in numbers), default=0.0)
    room = end - words - counter.width
    most = 1 if context.look.panels and len(numbers) > 1 else _MOST_LINES
    title = _titles(context, heading, node, ink, room - (widest + _PAD if numbers else 0.0), most)
    beside = title is not None
    title = title or _titles(context, heading, node, ink, room, None) or ()
    if not beside:
        numbers = _in_a_row(tuple(_numbers(context, heading, node, ink, end - start)), end - start)
    tall = len(title) * leading
    upper = max(tall, context.look.zones.shape)
    stack = fsum(number.height for number in numbers)
    above, lowest = (_ABOVE_ON_PANELS, 0.0) if context.look.panels else (_ABOVE, _LOWEST)
    height = max((max(upper, stack) if beside else upper + stack) + 2 * above, lowest)
    middle = height / 2 if beside else above + upper / 2
    shape = _shape(style.signs, start, -middle, context.look.zones.shape / 2)
    pieces: list[UnresolvedPiece] = [
        *_ground(context, style, frame, height),
        ShapePiece(shape, ink, None, 0.0, ARTIFACT),
        *_down(title, words, middle - tall / 2, leading),
        *_behind(title, counter, words, tall / 2 - middle, leading),
    ]
    y = height / 2 - stack / 2 if beside else height - above - stack
    for number, top in zip(numbers, accumulate((each.height for each in numbers), initial=y), strict=False):
        pieces += [translated(piece, end - number.width if beside else start, -top) for piece in number.pieces]
    return Fragment(height, tuple(pieces))


def _in_a_row(numbers: tuple[BandNumber, ...], room: float) -> tuple[BandNumber, ...]:
    """The numbers in one row that fills the room; unchanged if they do not fit side by side."""
    wide = fsum(number.width for number in numbers)
    if len(numbers) < 2 or wide + _PAD * (len(numbers) - 1) > room:
        return numbers
    gap = (room - wide) / (len(numbers) - 1)
    starts = accumulate((number.width + gap for number in numbers), initial=0.0)
    pieces = (translated(piece, x, 0.0) for number, x in zip(numbers, starts, strict=False) for piece in number.pieces)
    return (BandNumber(tuple(pieces), room, max(number.height for number in numbers)),)


def counted(context: LayoutContext, part: str, style: TextStyle) -> BandNumber:
    """Which of several faces this is, with space before it. It is an artifact: listeners hear the whole list at
    once."""
    if not part:
        return BandNumber((), 0.0, 0.0)
    (line,) = break_lines(PrintedText((TextRun(part),), context.document.position), [ARTIFACT], style, _UNLIMITED)
    pieces = (translated(piece, _BEFORE_COUNTER, 0.0) for piece in line.pieces)
    return BandNumber(tuple(pieces), line.width + _BEFORE_COUNTER, style.leading)


def _behind(
    title: tuple[TextLine, ...], counter: BandNumber, words: float, y: float, leading: float
) -> Iterator[UnresolvedPiece]:
    """The counter after the last line of the title, whose lines start at `words` and below `y`."""
    for line in title[-1:]:
        down = y - (len(title) - 1) * leading
        yield from (translated(piece, words + line.width, down) for piece in counter.pieces)


def _ground(context: LayoutContext, style: SectionStyle, frame: Frame, height: float) -> Iterator[ShapePiece]:
    box = shapes.rectangle(frame.start, -height, frame.width, height)
    yield ShapePiece(box, style.color, None, 0.0, ARTIFACT)
    if not is_dark(style.color):
        line = shapes.line(frame.start, -height, frame.end, -height)
        yield ShapePiece(line, None, context.look.palette.text, _LINE, ARTIFACT)


def _shape(marker: ListMarker | None, start: float, y: float, radius: float) -> shapes.Path:
    match marker:
        case ListMarker.OCTAGON:
            return shapes.octagon(start + radius, y, radius)
        case ListMarker.TRIANGLE:
            return shapes.triangle(start + radius, y, radius * 0.95)
        case _:
            return shapes.circle(start + radius, y, radius)


def _titles(
    context: LayoutContext, heading: d.Heading, node: StructureNode, ink: str, room: float, most: int | None
) -> tuple[TextLine, ...] | None:
    """The lines of the title, with those of a second language below them; None if either language needs more than
    `most` lines or has a word that is too wide."""
    styles, count = _title_styles(context, heading, ink), len(heading.text.runs)
    lines = _title(heading.text, node.run_numbers[:count], styles[0], room, most)
    if lines is None:
        return None
    ended = (*lines[:-1], spaced_line(lines[-1]))
    if heading.second is None:
        return ended if heading.numbers else lines
    below = _title(heading.second, node.run_numbers[count + 1 :][: len(heading.second.runs)], styles[1], room, most)
    if below is None:
        return None
    own = _second(context)
    same = [own.line(line) if own else line for line in below]
    return (*ended, *same[:-1], spaced_line(same[-1]) if heading.numbers else same[-1])


def _title_styles(context: LayoutContext, heading: d.Heading, ink: str) -> tuple[TextStyle, ...]:
    """The style of the title and, if it has a second language, that of its words in it."""
    style = context.style(context.look.zones.title, _TITLE_LEADING, ink, strong=True)
    own = _second(context) if heading.second else None
    return (style, own.style(style)) if own else (style,)


def _second(context: LayoutContext) -> SecondLanguage | None:
    companion = context.document.companion
    return second_language(context, companion.language, Frame(0.0, 0.0)) if companion else None


def _title(
    text: PrintedText, tags: tuple[int, ...], style: TextStyle, room: float, most: int | None
) -> tuple[TextLine, ...] | None:
    """The lines of a title; None if there would be more than `most`, or one of its words is too wide."""
    if most and longest_word(text, style) > room:
        return None
    lines = break_lines(text, tags, style, room)
    return None if most and len(lines) > most else lines


def _down(lines: tuple[TextLine, ...], start: float, top: float, leading: float) -> Iterator[UnresolvedPiece]:
    for index, line in enumerate(lines):
        yield from (translated(piece, start, -top - index * leading) for piece in line.pieces)


def _numbers(
    context: LayoutContext, heading: d.Heading, node: StructureNode, ink: str, room: float
) -> Iterator[BandNumber]:
    """The numbers of a heading, with the tags of their runs, each at most `room` points wide."""
    zones, alone = context.look.zones, len(heading.numbers) == 1
    first = len(heading.text.runs) + (1 + len(heading.second.runs) if heading.second else 0)
    for number in heading.numbers:
        tags = node.run_numbers[first : first + len(number.runs)]
        first += len(number.runs)
        value = _with_small_note(number.value)
        short = len("".join(run.text for run in _large(value))) <= _SHORT_NUMBER
        largest = zones.number if short else zones.number * _LONG_NUMBER
        size = largest if alone or (short and number.label is None) else zones.numbers
        style = context.style(size, _NUMBER_LEADING, ink, strong=True)
        if value is not number.value:
            small = context.style(zones.label, _NUMBER_LEADING, ink)
            style = replace(small, key_words=max(size / zones.label, 1.0))
        box = zones.box if alone else zones.boxes
        yield _labeled(context, replace(number, value=value), tags, style, box, room)


def _with_small_note(value: PrintedText) -> PrintedText:
    """A value in which only what dials is bold, so that the note with it is set like a label; unchanged if it is a
    number alone, without words, or a line to write on."""
    dials = [isinstance(run, TextRun) and bool(run.link) for run in value.runs]
    if _blank(value) or all(dials) or not any(dials):
        return value
    runs = (replace(run, strong=bold) for run, bold in zip(value.runs, dials, strict=True) if isinstance(run, TextRun))
    return replace(value, runs=tuple(runs))


def _large(value: PrintedText) -> tuple[TextRun, ...]:
    """The runs of a value that are set large: the bold ones, or all if none is."""
    runs = tuple(run for run in value.runs if isinstance(run, TextRun))
    return tuple(run for run in runs if run.strong) or runs


def _labeled(
    context: LayoutContext, number: d.TitleNumber, tags: tuple[int, ...], style: TextStyle, box: WriteInBox, room: float
) -> BandNumber:
    """A label with its number, both on one baseline, or with a box; the label above it where the room is too narrow."""
    tags_of_value = tags[-len(number.value.runs) :]
    if number.label is None:
        return _value(context, number.value, tags_of_value, style, box, room)
    large = replace(style, size=style.size * style.key_words, leading=style.leading * style.key_words, strong=True)
    small = TextStyle(context.look.zones.label, large.leading, style.color, setting=style.setting)
    label = break_lines(number.label, tags[1 : 1 + len(number.label.runs)], small, room)
    blank, gap = _blank(number.value), context.look.zones.label * 0.6
    beside = room - label[0].width - gap
    least = box.width if blank else longest_word(number.value, style)
    if len(label) > 1 or least > beside:
        close = context.style(small.size, _LABEL_LEADING, style.color)
        label = break_lines(number.label, tags[1 : 1 + len(number.label.runs)], close, room)
        return _below_label(label, _value(context, number.value, tags_of_value, style, box, room), close.leading)
    value = _value(context, number.value, tags_of_value, style, box, beside)
    middle = value.height / 2 - small.leading / 2 if blank else baseline_drop(large) - baseline_drop(small)
    pieces = [translated(piece, 0.0, -middle) for piece in spaced_line(label[0]).pieces]
    pieces += [translated(piece, label[0].width + gap, 0.0) for piece in value.pieces]
    return BandNumber(tuple(pieces), label[0].width + gap + value.width, value.height)


def _below_label(label: tuple[TextLine, ...], value: BandNumber, leading: float) -> BandNumber:
    """A number below its label."""
    down = len(label) * leading
    pieces = (
        *_down((*label[:-1], spaced_line(label[-1])), 0.0, 0.0, leading),
        *(translated(piece, 0.0, -down) for piece in value.pieces),
    )
    return BandNumber(pieces, max(value.width, *(line.width for line in label)), down + value.height)


def _blank(text: PrintedText) -> FieldBlank | None:
    return next((run for run in text.runs if isinstance(run, FieldBlank)), None)


def _value(
    context: LayoutContext, text: PrintedText, tags: tuple[int, ...], style: TextStyle, box: WriteInBox, room: float
) -> BandNumber:
    blank = _blank(text)
    if blank is None:
        lines = break_lines(text, tags, style, min(natural_width(text, style) + 1.0, room))
        ended = (*lines[:-1], spaced_line(lines[-1]))
        return BandNumber(
            tuple(lines_below(ended, 0.0)), max(line.width for line in lines), fsum(line.height for line in lines)
        )
    width = min(box.width, room)
    y = -_BOX_LINE - box.height
    palette = context.look.palette
    frame = ShapePiece(shapes.rectangle(0.0, y, width, box.height), palette.paper, palette.text, _BOX_LINE, ARTIFACT)
    field = FieldPiece(blank.name, 0.0, y, width, box.height, style.size, palette.text, _BOX_LINE, tags[0])
    return BandNumber((frame, field), width, box.height + 2 * _BOX_LINE)
