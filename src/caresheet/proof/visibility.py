"""Whether the words of a page can be seen: inside it, with ink, not cut off, not covered, not in their background."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import Box, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.outputs.pdf.reader.contents import Colour, Patch, Point, Run, Side

_SLACK = 0.5
"""Points that a box may reach over an edge: rounding, and the overhang of round letters."""
_TOUCH = 0.25
"""A patch counts from this share of the height of a line of words; a rule through or under it is no patch."""
_LEAST_OVERLAP = 0.6
"""Points of width from which on a patch counts."""
_UNSEEN = 1.5
"""A contrast ratio (WCAG 2.1, 1.4.3) below which words and background are one colour. What is hard but possible to
read is judged before pages are set."""
_SHELF = 24.0
"""Points. Patches are looked up by horizontal strips of this height."""
_WHITE: Colour = (255, 255, 255)


class Hidden(Struct, frozen=True):
    """Words that cannot be seen, why, and the part of their box that is concerned."""

    run: Run
    why: str
    where: Box


def hidden(side: Side) -> Iterator[Hidden]:
    """Every run of words on the page that is not to be seen, or not wholly."""
    shelves = _Shelves(side.patches)
    for run in side.runs:
        if run.text and not run.text.isspace():
            finding = _placed_badly(run, side.box) or _painted_badly(run, shelves)
            if finding:
                yield finding


def _placed_badly(run: Run, page: Box) -> Hidden | None:
    if not run.shown:
        return Hidden(run, "are painted without ink", run.box)
    if not _within(run.box, page):
        return Hidden(run, "reach over the edge of the page", _beyond(run.box, page))
    if run.clip and not _within(run.box, run.clip):
        return Hidden(run, "are cut off", _beyond(run.box, run.clip))
    return None


def _within(box: Box, space: Box) -> bool:
    return (
        box.left >= space.left - _SLACK
        and box.bottom >= space.bottom - _SLACK
        and box.right <= space.right + _SLACK
        and box.top <= space.top + _SLACK
    )


def _beyond(box: Box, space: Box) -> Box:
    """The part of a box outside of a space, as far as that is to one side of it; else the whole box."""
    if box.bottom < space.bottom - _SLACK or box.top > space.top + _SLACK:
        return box
    if box.left >= space.left - _SLACK:
        return Box(max(box.left, space.right), box.bottom, box.right, box.top)
    if box.right <= space.right + _SLACK:
        return Box(box.left, box.bottom, min(box.right, space.left), box.top)
    return box


def _painted_badly(run: Run, shelves: _Shelves) -> Hidden | None:
    """Look through the patches around a run: those painted later cover it, the last one before is its background."""
    rest = run.box
    for patch in shelves.around(run.box):
        part = _shared(run, patch)
        if part is None:
            continue
        if patch.order > run.order:
            return Hidden(run, "are covered", part)
        if patch.colour is None:
            return None
        if _contrast(run.colour, patch.colour) < _UNSEEN:
            return Hidden(run, "have the colour of their background", part)
        if _fills(patch, rest):
            return None
    if _contrast(run.colour, _WHITE) < _UNSEEN:
        return Hidden(run, "have the colour of their background", rest)
    return None


class _Shelves:
    """Patches by height, the last painted first."""

    def __init__(self, patches: Sequence[Patch]) -> None:
        self._shelves: dict[int, list[Patch]] = {}
        for patch in reversed(patches):
            for shelf in range(int(patch.box.bottom // _SHELF), int(patch.box.top // _SHELF) + 1):
                self._shelves.setdefault(shelf, []).append(patch)

    def around(self, box: Box) -> Sequence[Patch]:
        """The patches that may touch a box, the last painted first."""
        first, last = int(box.bottom // _SHELF), int(box.top // _SHELF)
        if first == last:
            return self._shelves.get(first, ())
        found = {patch.order: patch for shelf in (first, last) for patch in self._shelves.get(shelf, ())}
        return [found[order] for order in sorted(found, reverse=True)]


def _shared(run: Run, patch: Patch) -> Box | None:
    """The part of a run that lies on or under a patch, None where that is too little to matter."""
    box, other = run.box, patch.box
    if not overlaps(box, other):
        return None
    part = Box(
        max(box.left, other.left), max(box.bottom, other.bottom), min(box.right, other.right), min(box.top, other.top)
    )
    least = 0.0 if run.text == BLANK else max(_TOUCH * (box.top - box.bottom), 0.0)
    if part.right - part.left < _LEAST_OVERLAP or part.top - part.bottom < least:
        return None
    if patch.outline is not None and not _any_inside(part, patch.outline):
        return None
    return part


def _fills(patch: Patch, box: Box) -> bool:
    """Whether a patch lies behind all of a box, but for what slanted letters hang over its edges."""
    if not _within(box, patch.box):
        return False
    if patch.outline is None:
        return True
    middle, left, right = (box.bottom + box.top) / 2, box.left + _SLACK, box.right - _SLACK
    return all(_inside((x, middle), patch.outline) for x in (left, right))


def _any_inside(part: Box, outline: tuple[Point, ...]) -> bool:
    """Whether an outline holds any of nine points spread over a box."""
    width, height = part.right - part.left, part.top - part.bottom
    return any(
        _inside((part.left + x * width, part.bottom + y * height), outline)
        for y in (0.5, 0.2, 0.8)
        for x in (0.5, 0.1, 0.9)
    )


def _inside(point: Point, outline: tuple[Point, ...]) -> bool:
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
def _contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.1, contrast ratio: from 1 to 21."""
    if one == other:
        return 1.0
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """WCAG 2.1, relative luminance."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
