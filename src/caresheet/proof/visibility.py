"""Whether the words of a page can be seen: on the page, with ink, not clipped, not covered, not too faint."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import Rectangle, overlaps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from caresheet.outputs.pdf.reader.contents import Color, OpaqueArea, PageContents, PaintedText, Point

_SLACK = 0.5
"""Points that a box may reach over an edge: rounding, and the overhang of round letters."""
_TOUCH = 0.25
"""An area counts if it overlaps at least this share of the height of the text; a rule through or under it does not."""
_LEAST_OVERLAP = 0.6
"""An area counts if it overlaps at least this much of the width, in points."""
_UNSEEN = 1.5
"""A contrast ratio (WCAG 2.1, 1.4.3) below which words cannot be told from their background. Weak contrast that can
still be read is checked before layout."""
_STRIP = 24.0
"""Areas are looked up by horizontal strips of this height, in points."""
_WHITE: Color = (255, 255, 255)


class Hidden(Struct, frozen=True):
    """Words that cannot be seen, why, and the part of their box that is affected."""

    painted: PaintedText
    why: str
    where: Rectangle


def hidden(page: PageContents, changed: Collection[int] | None = None) -> Iterator[Hidden]:
    """Every text of the page that is hidden, or partly hidden.

    `changed` has places in the painting order: only the texts there are checked, because the others are known to be
    visible.
    """
    index = _AreaIndex(page.areas)
    texts = page.texts if changed is None else [text for text in page.texts if text.order in changed]
    for painted in texts:
        if painted.text and not painted.text.isspace():
            finding = _placed_badly(painted, page.box) or _painted_badly(painted, index)
            if finding:
                yield finding


def _placed_badly(painted: PaintedText, page: Rectangle) -> Hidden | None:
    if not painted.shown:
        return Hidden(painted, "are painted without ink", painted.box)
    if not within(painted.box, page):
        return Hidden(painted, "extend beyond the edge of the page", _beyond(painted.box, page))
    if painted.clip and not within(painted.box, painted.clip):
        return Hidden(painted, "are clipped", _beyond(painted.box, painted.clip))
    return None


def within(box: Rectangle, space: Rectangle) -> bool:
    """Whether a box lies within a space, but for rounding and the overhang of round letters."""
    return (
        box.left >= space.left - _SLACK
        and box.bottom >= space.bottom - _SLACK
        and box.right <= space.right + _SLACK
        and box.top <= space.top + _SLACK
    )


def _beyond(box: Rectangle, space: Rectangle) -> Rectangle:
    """The part of a box that lies to the left or right of a space; the whole box where it lies above or below."""
    if box.bottom < space.bottom - _SLACK or box.top > space.top + _SLACK:
        return box
    if box.left >= space.left - _SLACK:
        return Rectangle(max(box.left, space.right), box.bottom, box.right, box.top)
    if box.right <= space.right + _SLACK:
        return Rectangle(box.left, box.bottom, min(box.right, space.left), box.top)
    return box


def _painted_badly(painted: PaintedText, index: _AreaIndex) -> Hidden | None:
    """Areas painted after the text cover it; the last one painted before it is its background."""
    rest = painted.box
    for area in index.around(painted.box):
        part = _shared(painted, area)
        if part is None:
            continue
        if area.order > painted.order:
            return Hidden(painted, "are covered", part)
        if area.color is None:
            return None
        if _contrast(painted.color, area.color) < _UNSEEN:
            return Hidden(painted, "have the same color as their background", part)
        if _fills(area, rest):
            return None
    if _contrast(painted.color, _WHITE) < _UNSEEN:
        return Hidden(painted, "have the same color as their background", rest)
    return None


class _AreaIndex:
    """Areas by height, the last painted first."""

    def __init__(self, areas: Sequence[OpaqueArea]) -> None:
        self._strips: dict[int, list[OpaqueArea]] = {}
        for area in reversed(areas):
            for strip in range(int(area.box.bottom // _STRIP), int(area.box.top // _STRIP) + 1):
                self._strips.setdefault(strip, []).append(area)

    def around(self, box: Rectangle) -> Sequence[OpaqueArea]:
        """The areas that may touch a box, the last painted first."""
        first, last = int(box.bottom // _STRIP), int(box.top // _STRIP)
        if first == last:
            return self._strips.get(first, ())
        found = {area.order: area for strip in (first, last) for area in self._strips.get(strip, ())}
        return [found[order] for order in sorted(found, reverse=True)]


def _shared(painted: PaintedText, area: OpaqueArea) -> Rectangle | None:
    """The part of a text that lies over or under an area, None where that is too little to matter."""
    box, other = painted.box, area.box
    if not overlaps(box, other):
        return None
    part = Rectangle(
        max(box.left, other.left), max(box.bottom, other.bottom), min(box.right, other.right), min(box.top, other.top)
    )
    least = 0.0 if painted.text == BLANK else max(_TOUCH * (box.top - box.bottom), 0.0)
    if part.right - part.left < _LEAST_OVERLAP or part.top - part.bottom < least:
        return None
    if area.outline is not None and not _any_inside(part, area.outline):
        return None
    return part


def _fills(area: OpaqueArea, box: Rectangle) -> bool:
    """Whether an area lies behind all of a box, apart from the overhang of slanted letters."""
    if not within(box, area.box):
        return False
    if area.outline is None:
        return True
    middle, left, right = (box.bottom + box.top) / 2, box.left + _SLACK, box.right - _SLACK
    return all(inside((x, middle), area.outline) for x in (left, right))


def _any_inside(part: Rectangle, outline: tuple[Point, ...]) -> bool:
    """Whether an outline holds any of nine points spread over a box."""
    width, height = part.right - part.left, part.top - part.bottom
    return any(
        inside((part.left + x * width, part.bottom + y * height), outline)
        for y in (0.5, 0.2, 0.8)
        for x in (0.5, 0.1, 0.9)
    )


def inside(point: Point, outline: tuple[Point, ...]) -> bool:
    """Even-odd rule (ISO 32000-1, 8.5.3.3.3)."""
    x, y = point
    odd = False
    x0, y0 = outline[-1]
    for x1, y1 in outline:
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            odd = not odd
        x0, y0 = x1, y1
    return odd


@lru_cache(maxsize=256)
def _contrast(one: Color, other: Color) -> float:
    """WCAG 2.1, contrast ratio: from 1 to 21."""
    if one == other:
        return 1.0
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    """WCAG 2.1, relative luminance."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
