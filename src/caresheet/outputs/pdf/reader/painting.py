"""What is painted on one page: text with its marked content, and the areas, pictures and lines that it may meet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import (
    OpaqueArea,
    PageContents,
    PaintedLine,
    PaintedPicture,
    PaintedText,
    Rectangle,
    around,
    overlaps,
)
from caresheet.outputs.pdf.reader.strokes import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from caresheet.outputs.pdf.reader.contents import Color, Point
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

_TEXT, _PATH, _PICTURE, _SHADING = 1, 2, 3, 4
"""Kinds of page objects (fpdf_edit.h, FPDF_PAGEOBJ_*)."""
_LINE_TO, _CURVE_TO, _MOVE_TO = 0, 1, 2
"""Kinds of path segments (fpdf_edit.h, FPDF_SEGMENT_*)."""
_WITHOUT_INK = (3, 7)
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""
_FAINT = 100
"""Areas less opaque than this (of 255) do not hide words; words less opaque than this count as hidden."""
_THIN = 1.5
"""Rules and outlines up to this thickness, in points, hide nothing."""
_WRITABLE = 12.0
"""A tagged line at least this long, in points, is a line to write on."""


class _FilledPath(NamedTuple):
    """A filled path whose outline has not been read yet."""

    path: Handle
    box: Rectangle
    order: int
    color: Color
    picture: int | None


class Painting:
    """Collects the objects of one page in painting order. `words` tells the characters of a text object, if others than
    those of PDFium are wanted."""

    def __init__(
        self, library: Pdfium, page: Handle, text_page: Handle | None, words: Callable[[Handle], str] | None
    ) -> None:
        self._library = library
        self._page = page
        self._words = words or (lambda thing: library.words(thing, text_page))
        self._runs: list[PaintedText] = []
        self._patches: list[OpaqueArea | _FilledPath] = []
        self._pictures: dict[str, PaintedPicture] = {}
        self._lines: list[PaintedLine] = []
        self._painted: set[int] = set()
        self._unmarked = 0
        self._sealed = 0

    def read(self) -> PageContents:
        """Everything on the page. Text that consists of spaces alone is kept: it separates words."""
        raw, page = self._library.raw, self._page
        corners = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, corners)
        count = raw.FPDFPage_CountObjects(page)
        for order in range(count):
            self._take(raw.FPDFPage_GetObject(page, order), order)
        box = Rectangle(corners.left, corners.bottom, corners.right, corners.top)
        painted = frozenset(self._painted)
        areas = tuple(self._patch(found) if isinstance(found, _FilledPath) else found for found in self._patches)
        pictures, lines = tuple(self._pictures.values()), tuple(self._lines)
        texts = tuple(self._runs)
        return PageContents(box, texts, areas, pictures, lines, painted, self._unmarked, self._sealed, count)

    def texts_at(self, orders: Iterable[int]) -> tuple[int, tuple[PaintedText, ...]]:
        """The number of objects on the page, and the texts among those at these places of the painting order."""
        count = self._library.raw.FPDFPage_CountObjects(self._page)
        for order in orders:
            if order < count:
                self._take(self._library.raw.FPDFPage_GetObject(self._page, order), order)
        return count, tuple(self._runs)

    def texts_again(self, before: PageContents, orders: Iterable[int]) -> tuple[PaintedText, ...] | None:
        """The texts of a page that was read whole `before` and has changed only at these places of its painting order.
        None if one of them is no longer a text in the same marked content, or if the page has to be read whole to know
        what it looks like."""
        count, found = self.texts_at(orders)
        if count != before.objects or self._sealed or self._unmarked:
            return None
        new = {text.order: text for text in found}
        texts = tuple([new.pop(text.order, text) for text in before.texts])
        pairs = [(old, text) for old, text in zip(before.texts, texts, strict=True) if old is not text]
        if new or any((old.mcid, old.artifact) != (text.mcid, text.artifact) for old, text in pairs):
            return None
        if any(overlaps(text.box, a.box) and not overlaps(old.box, a.box) for old, text in pairs for a in before.areas):
            return None  # an outline is read only where a text is near
        return texts

    def _take(self, thing: Handle, order: int) -> None:
        mcid, artifact = self._marks(thing)
        kind = self._library.raw.FPDFPageObj_GetType(thing)
        if kind == _TEXT:
            self._take_text(thing, order, mcid, artifact=artifact)
        elif mcid is None and not artifact:
            self._unmarked += 1
        if mcid is not None:
            self._painted.add(mcid)
        if kind == _PATH:
            self._take_path(thing, order, mcid)
        elif kind in (_PICTURE, _SHADING):
            box = self._library.bounds(thing)
            number = self._picture(thing, box, mcid, f"picture {order}")
            self._patches.append(OpaqueArea(box, order, None, None, number))
        elif kind != _TEXT:
            self._sealed += 1

    def _picture(self, thing: Handle, box: Rectangle, mcid: int | None, name: str = "") -> int | None:
        """The number of the picture that an object is, or of the drawing that it is part of; None for others. All
        objects of one Figure are one drawing, and so are those of one logo or pictogram."""
        if mcid is not None:
            name = f"figure {mcid}" if self._library.mark_names(thing)[0] == "Figure" else name
        elif not name and (number := self._library.drawing(thing)) is not None:
            name = f"drawing {number}"
        if not name:
            return None
        known = self._pictures.get(name)
        self._pictures[name] = PaintedPicture(around(known.box, box) if known else box, mcid)
        return list(self._pictures).index(name)

    def _marks(self, thing: Handle) -> tuple[int | None, bool]:
        """The marked-content identifier around an object, and whether it is part of an artifact."""
        raw = self._library.raw
        mcid = raw.FPDFPageObj_GetMarkedContentID(thing)
        if mcid >= 0 and raw.FPDFPageObj_CountMarks(thing) == 1:
            return mcid, False
        artifact = "Artifact" in self._library.mark_names(thing)
        return (None if artifact or mcid < 0 else mcid), artifact

    def _take_text(self, thing: Handle, order: int, mcid: int | None, *, artifact: bool) -> None:
        library = self._library
        text = self._words(thing)
        red, green, blue, opacity = library.fill_color(thing)
        shown = library.raw.FPDFTextObj_GetTextRenderMode(thing) not in _WITHOUT_INK and opacity >= _FAINT
        clip = _extent(library.clip_points(thing))
        box = library.bounds(thing)
        if not text and box.right - box.left > _THIN:  # letters without meaning, or painted twice in one place
            self._sealed += 1
        self._runs.append(PaintedText(text, box, order, mcid, artifact, (red, green, blue), shown, clip))

    def _take_path(self, path: Handle, order: int, mcid: int | None) -> None:
        filled, stroked = self._library.draw_mode(path)
        if mcid is not None and stroked and not filled and self._take_blank(path, order, mcid):
            return
        box = self._library.stroke_bounds(path) if stroked else self._library.bounds(path)
        picture = self._picture(path, box, mcid)
        if box.right - box.left <= _THIN or box.top - box.bottom <= _THIN:
            self._lines += [PaintedLine(box)] if picture is None else []
            return
        if filled:
            red, green, blue, opacity = self._library.fill_color(path)
            if opacity >= _FAINT:
                self._patches.append(_FilledPath(path, box, order, (red, green, blue), picture))
        if stroked:
            self._take_stroke(path, order, picture)

    def _patch(self, filled: _FilledPath) -> OpaqueArea:
        """A filled path, with its outline where text is near enough to need it; most paths are bullets."""
        near = any(overlaps(run.box, filled.box) for run in self._runs)
        outline = _unless_upright(_outline(self._library.segments(filled.path))) if near else None
        return OpaqueArea(filled.box, filled.order, outline, filled.color, filled.picture)

    def _take_blank(self, path: Handle, order: int, mcid: int) -> bool:
        """Take a tagged, horizontal line as a line to write on: a BLANK among the words."""
        segments = self._library.segments(path)
        if len(segments) != 2 or abs(segments[0][2] - segments[1][2]) > _THIN:
            return False
        left, right = sorted((segments[0][1], segments[1][1]))
        if right - left < _WRITABLE:
            return False
        red, green, blue, opacity = self._library.stroke_color(path)
        y, half = segments[0][2], self._library.stroke_width(path) / 2
        clip = _extent(self._library.clip_points(path))
        box, color, shown = Rectangle(left, y - half, right, y + half), (red, green, blue), opacity >= _FAINT
        self._runs.append(PaintedText(BLANK, box, order, mcid, artifact=False, color=color, shown=shown, clip=clip))
        return True

    def _take_stroke(self, path: Handle, order: int, picture: int | None) -> None:
        """A broad stroke hides words like a filled shape; a thin one is a line that may cross them."""
        width = self._library.stroke_width(path)
        red, green, blue, opacity = self._library.stroke_color(path)
        if picture is None:
            self._lines += lines_of(self._library.segments(path), width)
        if width <= _THIN or opacity < _FAINT:
            return
        outline = _outline(self._library.segments(path), closed=False)
        half = width / 2
        for (x0, y0), (x1, y1) in pairwise(outline):
            box = Rectangle(min(x0, x1) - half, min(y0, y1) - half, max(x0, x1) + half, max(y0, y1) + half)
            length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
            dx, dy = (x1 - x0) / length * half, (y1 - y0) / length * half
            corners = ((x0 - dy, y0 + dx), (x1 - dy, y1 + dx), (x1 + dy, y1 - dx), (x0 + dy, y0 - dx))
            self._patches.append(OpaqueArea(box, order, corners, (red, green, blue), picture))


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
    """The outline, None where it is an upright rectangle and equals its box."""
    corners = set(outline)
    upright = len(corners) == 4 and len({x for x, _ in corners}) == 2 and len({y for _, y in corners}) == 2
    return None if upright else outline


def _extent(clips: list[list[tuple[int, float, float]]]) -> Rectangle | None:
    """The area that all clipping paths leave, by their bounding boxes; None where there are none."""
    boxes = [([x for _, x, _ in points], [y for _, _, y in points]) for points in clips if points]
    if not boxes:
        return None
    return Rectangle(
        max(min(xs) for xs, _ in boxes),
        max(min(ys) for _, ys in boxes),
        min(max(xs) for xs, _ in boxes),
        min(max(ys) for _, ys in boxes),
    )
