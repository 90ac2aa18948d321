"""Shaped segments of a paragraph, and their order on a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.glyphs import GlyphRun
from caresheet.text.bidi import line_levels, visual_order
from caresheet.text.itemize import ItemizedText, ScriptRun
from caresheet.text.shaping import ink_of, shape

_JOINED = frozenset({"Adlm", "Arab", "Mand", "Mong", "Nkoo", "Phag", "Rohg", "Sogd", "Syrc"})
"""Cursive scripts (Unicode, 9.2): the shape of a letter depends on its neighbors, even if their style differs."""
_NO_BREAK_SPACES = frozenset("\u00a0\u2007\u202f")
_LEAST_ROOM = 0.02
"""Ink that reaches over the end of a run by less than this gets no room, as a multiple of the type size."""


class ShapedSegment(Struct, frozen=True):
    """`text[start:stop]` of a paragraph: text that is never split, or the spaces after it. A line to write on has no
    glyphs.

    `left` and `right` are the room beside its glyphs for ink that would reach into letters of another font, which know
    nothing of these, as multiples of the type size.
    """

    start: int
    stop: int
    level: int
    source: int
    glyphs: GlyphRun | None
    left: float = 0.0
    right: float = 0.0

    @property
    def ems(self) -> float:
        """Its width as a multiple of the type size; 0 for a line to write on."""
        return self.glyphs.ems + self.left + self.right if self.glyphs else 0.0


class PlacedRun(Struct, frozen=True):
    """Glyphs on a line, or a line to write on; `x` is the left edge and `width` the whole advance, in points.

    `source` is the number of the author's run, from 0.
    """

    x: float
    width: float
    source: int
    glyphs: GlyphRun | None

    @property
    def width_of_end(self) -> float:
        """The width of the spaces at its end, in points."""
        if self.glyphs is None:
            return 0.0
        spaces = len(self.glyphs.text) - len(self.glyphs.text.rstrip(" "))
        own = self.glyphs.clusters
        end = own[:spaces] if self.glyphs.rtl else own[len(own) - spaces :]
        whole = sum(cluster.advance for cluster in own)
        return self.width * sum(cluster.advance for cluster in end) / whole if whole else 0.0


class ArrangedLine(Struct, frozen=True):
    """A line: its runs in reading order, placed from the left edge of its words, and its width in points. Neither
    includes the spaces at the end of the line, which hang over its edge.

    `above` and `below` say how far the ink of other families than the paragraph's own reaches from the baseline, in
    points: the leading knows nothing of these.
    """

    runs: tuple[PlacedRun, ...]
    width: float
    above: float = 0.0
    below: float = 0.0


def shaped_segments(paragraph: ItemizedText, breaks: frozenset[int]) -> tuple[ShapedSegment, ...]:
    """The paragraph in reading order, cut where a line may break, before and after spaces, and where a run ends."""
    text = paragraph.text
    found: list[ShapedSegment] = []
    for run in paragraph.runs:
        start = run.start
        for place in range(run.start + 1, run.stop + 1):
            inside = place < run.stop and place not in breaks
            if inside and (text[place] == " ") == (text[place - 1] == " "):
                continue
            found.append(_segment(text, run, start, place))
            start = place
    return _with_room(found, text)


def _with_room(segments: list[ShapedSegment], text: str) -> tuple[ShapedSegment, ...]:
    """The segments with room for their ink added where the font, style or direction changes between two letters."""
    if len({(segment.glyphs.font, segment.source, segment.level) for segment in segments if segment.glyphs}) < 2:
        return tuple(segments)
    meeting = [_meet(one, two, text) for one, two in pairwise(segments)]
    ends = zip(segments, (False, *meeting), (*meeting, False), strict=True)
    return tuple(_roomy(segment, start=start, stop=stop) if start or stop else segment for segment, start, stop in ends)


def _meet(one: ShapedSegment, two: ShapedSegment, text: str) -> bool:
    """Whether letters that were shaped separately are next to each other."""
    if not one.glyphs or not two.glyphs:
        return False
    alike = (one.glyphs.font, one.source, one.level) == (two.glyphs.font, two.source, two.level)
    spaced = text[one.stop - 1].isspace() or text[two.start].isspace()
    return not alike and (not spaced or one.level != two.level)


def _roomy(segment: ShapedSegment, *, start: bool, stop: bool) -> ShapedSegment:
    """A segment with room at its start, its end or both."""
    if segment.glyphs is None or segment.glyphs.text.isspace():
        return segment
    ink = ink_of(segment.glyphs)
    left, right = (each if each > _LEAST_ROOM else 0.0 for each in (ink.left, ink.right))
    sides = (stop, start) if segment.glyphs.rtl else (start, stop)
    return replace(segment, left=left if sides[0] else 0.0, right=right if sides[1] else 0.0)


def _segment(text: str, run: ScriptRun, start: int, stop: int) -> ShapedSegment:
    glyphs = None
    if run.setting:
        joined = run.setting.script in _JOINED
        before = text[start - 1 : start].strip() if joined and start else ""
        after = text[stop : stop + 1].strip() if joined else ""
        glyphs = shape(text[start:stop], run.setting, before, after)
    return ShapedSegment(start, stop, run.level, run.source, glyphs)


def arranged(paragraph: ItemizedText, line: Sequence[ShapedSegment], widths: Sequence[float]) -> ArrangedLine:
    """The segments of one line, each with its width in points."""
    start, stop = line[0].start, line[-1].stop
    own = line_levels(paragraph.text[start:stop], paragraph.levels[start:stop], paragraph.base)
    levels = [own[segment.start - start] for segment in line]
    hanging = _hanging(line, widths)
    x = -hanging if paragraph.base & 1 else 0.0
    places = [0.0] * len(line)
    for index in visual_order(levels):
        places[index] = x
        x += widths[index]
    runs: list[PlacedRun] = []
    before = -1
    for segment, level, place, width in zip(line, levels, places, widths, strict=True):
        new = _placed(segment, place, width, rtl=bool(level & 1))
        if runs and level == before and _continues(runs[-1], new):
            runs[-1] = _joined(runs[-1], new)
        else:
            runs.append(new)
        before = level
    above, below = _reach(paragraph, line, widths)
    return ArrangedLine(tuple(runs), sum(widths) - hanging, above, below)


def _reach(paragraph: ItemizedText, line: Sequence[ShapedSegment], widths: Sequence[float]) -> tuple[float, float]:
    """How far the ink of other families than the paragraph's own reaches above and below the baseline, in points."""
    sizes = [
        (ink_of(segment.glyphs), width / segment.ems)
        for segment, width in zip(line, widths, strict=True)
        if segment.ems and segment.glyphs and segment.glyphs.font.family not in paragraph.families
    ]
    above = max((ink.above * size for ink, size in sizes), default=0.0)
    return above, max((ink.below * size for ink, size in sizes), default=0.0)


def _placed(segment: ShapedSegment, place: float, width: float, *, rtl: bool) -> PlacedRun:
    """A segment whose whole width, with the room beside it, begins at `place`."""
    glyphs = _turned(segment.glyphs, rtl=rtl)
    if glyphs is None or not (segment.left or segment.right):
        return PlacedRun(place, width, segment.source, glyphs)
    size = width / segment.ems
    return PlacedRun(place + segment.left * size, glyphs.ems * size, segment.source, glyphs)


def _hanging(line: Sequence[ShapedSegment], widths: Sequence[float]) -> float:
    """The width of the spaces at the end of a line."""
    total = 0.0
    for segment, width in zip(reversed(line), reversed(widths), strict=True):
        if not segment.glyphs or not hangs(segment.glyphs.text):
            break
        total += width
    return total


def hangs(text: str) -> bool:
    """Whether a text is spaces that take no room at the end of a line. No-break spaces keep theirs (UAX 14, GL)."""
    return text.isspace() and not any(letter in _NO_BREAK_SPACES for letter in text)


def _turned(glyphs: GlyphRun | None, *, rtl: bool) -> GlyphRun | None:
    """The glyphs in the direction of their level on this line. Only spaces ever change direction."""
    if glyphs is None or glyphs.rtl == rtl:
        return glyphs
    return replace(glyphs, clusters=glyphs.clusters[::-1], rtl=rtl)


def _continues(last: PlacedRun, new: PlacedRun) -> bool:
    """Whether two neighboring runs of the same level can be merged into one."""
    if last.glyphs is None or new.glyphs is None or last.source != new.source:
        return False
    return last.glyphs.font == new.glyphs.font and last.glyphs.rtl == new.glyphs.rtl


def _joined(last: PlacedRun, new: PlacedRun) -> PlacedRun:
    one, two = last.glyphs, new.glyphs
    if one is None or two is None:
        return new
    clusters = two.clusters + one.clusters if one.rtl else one.clusters + two.clusters
    glyphs = GlyphRun(one.text + two.text, clusters, one.font, one.ems + two.ems, one.rtl)
    return PlacedRun(min(last.x, new.x), last.width + new.width, last.source, glyphs)
