"""What is painted on one side: words with their marks, and the opaque patches that could hide them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import Box, Patch, Run, Side, overlaps

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.contents import Colour, Point
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

_TEXT, _PATH, _PICTURE, _SHADING = 1, 2, 3, 4
"""Kinds of page objects (fpdf_edit.h, FPDF_PAGEOBJ_*)."""
_LINE_TO, _CURVE_TO, _MOVE_TO = 0, 1, 2
"""Kinds of path segments (fpdf_edit.h, FPDF_SEGMENT_*)."""
_WITHOUT_INK = (3, 7)
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""
_FAINT = 100
"""A patch with less opacity (of 255) lets words shine through; words with less are not seen."""
_THIN = 1.5
"""Points. Rules and outlines up to here hide no word."""
_WRITABLE = 12.0
"""Points. A tagged line from this length on is a line to write on."""


class _Filled(NamedTuple):
    """A filled path of which only the box is known."""

    path: Handle
    box: Box
    order: int
    colour: Colour


class Painting:
    """Collects the objects of one page in painting order."""

    def __init__(self, library: Pdfium, page: Handle, text_page: Handle) -> None:
        self._library = library
        self._page = page
        self._text_page = text_page
        self._runs: list[Run] = []
        self._patches: list[Patch | _Filled] = []
        self._marked: set[int] = set()
        self._unmarked = 0
        self._sealed = 0

    def read(self) -> Side:
        """Everything on the page. Text that consists of spaces alone is kept: it parts words."""
        raw, page = self._library.raw, self._page
        corners = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, corners)
        for order in range(raw.FPDFPage_CountObjects(page)):
            self._take(raw.FPDFPage_GetObject(page, order), order)
        box = Box(corners.left, corners.bottom, corners.right, corners.top)
        marked = frozenset(self._marked)
        patches = tuple(self._patch(found) if isinstance(found, _Filled) else found for found in self._patches)
        return Side(box, tuple(self._runs), patches, marked, self._unmarked, self._sealed)

    def _take(self, thing: Handle, order: int) -> None:
        mcid, artifact = self._marks(thing)
        kind = self._library.raw.FPDFPageObj_GetType(thing)
        if kind == _TEXT:
            self._take_text(thing, order, mcid, artifact=artifact)
        elif mcid is None and not artifact:
            self._unmarked += 1
        if mcid is not None:
            self._marked.add(mcid)
        if kind == _PATH:
            self._take_path(thing, order, mcid)
        elif kind in (_PICTURE, _SHADING):
            self._patches.append(Patch(self._library.bounds(thing), order, None, None))
        elif kind != _TEXT:
            self._sealed += 1

    def _marks(self, thing: Handle) -> tuple[int | None, bool]:
        """The number of the marked content that an object stands in, and whether any mark around it is an artifact."""
        raw = self._library.raw
        mcid = raw.FPDFPageObj_GetMarkedContentID(thing)
        if mcid >= 0 and raw.FPDFPageObj_CountMarks(thing) == 1:
            return mcid, False
        artifact = "Artifact" in self._library.mark_names(thing)
        return (None if artifact or mcid < 0 else mcid), artifact

    def _take_text(self, thing: Handle, order: int, mcid: int | None, *, artifact: bool) -> None:
        library = self._library
        text = library.words(thing, self._text_page)
        red, green, blue, opacity = library.fill_colour(thing)
        shown = library.raw.FPDFTextObj_GetTextRenderMode(thing) not in _WITHOUT_INK and opacity >= _FAINT
        clip = _extent(library.clip_points(thing))
        box = library.bounds(thing)
        if not text and box.right - box.left > _THIN:  # letters without meaning, or painted twice in one place
            self._sealed += 1
        self._runs.append(Run(text, box, order, mcid, artifact, (red, green, blue), shown, clip))

    def _take_path(self, path: Handle, order: int, mcid: int | None) -> None:
        filled, stroked = self._library.draw_mode(path)
        if mcid is not None and stroked and not filled and self._take_blank(path, order, mcid):
            return
        box = self._library.bounds(path)
        if box.right - box.left <= _THIN or box.top - box.bottom <= _THIN:
            return
        if filled:
            red, green, blue, opacity = self._library.fill_colour(path)
            if opacity >= _FAINT:
                self._patches.append(_Filled(path, box, order, (red, green, blue)))
        if stroked:
            self._take_stroke(path, order)

    def _patch(self, filled: _Filled) -> Patch:
        """A filled path with its outline, as far as any words are near enough to ask for it: most paths are bullets."""
        near = any(overlaps(run.box, filled.box) for run in self._runs)
        outline = _unless_upright(_outline(self._library.segments(filled.path))) if near else None
        return Patch(filled.box, filled.order, outline, filled.colour)

    def _take_blank(self, path: Handle, order: int, mcid: int) -> bool:
        """A level tagged line is a line to write on; it stands among the words as a sign of its own."""
        segments = self._library.segments(path)
        if len(segments) != 2 or abs(segments[0][2] - segments[1][2]) > _THIN:
            return False
        left, right = sorted((segments[0][1], segments[1][1]))
        if right - left < _WRITABLE:
            return False
        red, green, blue, opacity = self._library.stroke_colour(path)
        y, half = segments[0][2], self._library.stroke_width(path) / 2
        clip = _extent(self._library.clip_points(path))
        box, colour, shown = Box(left, y - half, right, y + half), (red, green, blue), opacity >= _FAINT
        self._runs.append(Run(BLANK, box, order, mcid, artifact=False, colour=colour, shown=shown, clip=clip))
        return True

    def _take_stroke(self, path: Handle, order: int) -> None:
        """A broad stroke hides words as a filled shape does."""
        width = self._library.stroke_width(path)
        red, green, blue, opacity = self._library.stroke_colour(path)
        if width <= _THIN or opacity < _FAINT:
            return
        outline = _outline(self._library.segments(path), closed=False)
        half = width / 2
        for (x0, y0), (x1, y1) in pairwise(outline):
            box = Box(min(x0, x1) - half, min(y0, y1) - half, max(x0, x1) + half, max(y0, y1) + half)
            length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
            dx, dy = (x1 - x0) / length * half, (y1 - y0) / length * half
            around = ((x0 - dy, y0 + dx), (x1 - dy, y1 + dx), (x1 + dy, y1 - dx), (x0 + dy, y0 - dx))
            self._patches.append(Patch(box, order, around, (red, green, blue)))


def _outline(segments: list[tuple[int, float, float]], *, closed: bool = True) -> tuple[Point, ...]:
    """A path as one polygon; each curve becomes two straight lines through its middle.

    The figures of a path are joined by lines there and back, which the even-odd rule does not see.
    """
    points: list[Point] = []
    starts: list[Point] = []
    controls: list[Point] = []
    for kind, x, y in segments:
        if kind == _CURVE_TO and len(controls) < 2:
            controls.append((x, y))
            continue
        if kind == _CURVE_TO:
            (x0, y0), (x1, y1), (x2, y2) = points[-1], *controls
            points.append(((x0 + 3 * x1 + 3 * x2 + x) / 8, (y0 + 3 * y1 + 3 * y2 + y) / 8))
            controls.clear()
        elif kind == _MOVE_TO and closed:
            points.extend(starts[-1:])
            starts.append((x, y))
        points.append((x, y))
    return tuple(points if len(starts) < 2 else [*points, *reversed(starts)])


def _unless_upright(outline: tuple[Point, ...]) -> tuple[Point, ...] | None:
    """The outline, None where it is an upright rectangle, which its box says already."""
    corners = set(outline)
    upright = len(corners) == 4 and len({x for x, _ in corners}) == 2 and len({y for _, y in corners}) == 2
    return None if upright else outline


def _extent(clips: list[list[tuple[int, float, float]]]) -> Box | None:
    """The space that all clipping paths leave, taken by their outer bounds; None where there are none."""
    boxes = [([x for _, x, _ in points], [y for _, _, y in points]) for points in clips if points]
    if not boxes:
        return None
    return Box(
        max(min(xs) for xs, _ in boxes),
        max(min(ys) for _, ys in boxes),
        min(max(xs) for xs, _ in boxes),
        min(max(ys) for _, ys in boxes),
    )
