"""The walk through an SVG file: each visible shape becomes a path of the drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.drawing import CURRENT_COLOR, Drawing, DrawnPath, LineStyle, Segment, Stroke
from caresheet.source.svg.extent import Box, bounds, common, is_rectangle
from caresheet.source.svg.faults import TO_PATHS, SvgFaults, UnusableError
from caresheet.source.svg.ink import thinnest, unseen, with_ink
from caresheet.source.svg.outlines import MOST_SEGMENTS, SIMPLER, Size, outline
from caresheet.source.svg.styles import Declarations, Style, StyleSheet, declarations_of, inherited, opacity
from caresheet.source.svg.values import length, numbers, transform
from caresheet.source.svg.xml import ACTIVE, DEEPEST, MOST_ELEMENTS, Element, read_elements

if TYPE_CHECKING:
    from fontTools.misc.transform import Transform

_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_GROUPS = {"g", "a"}
_NOT_DRAWN = {
    *("title", "desc", "metadata", "defs", "style", "view", "symbol", "clipPath", "marker", "mask", "filter"),
    *("linearGradient", "radialGradient", "meshgradient", "pattern", "hatch", "solidcolor", "font", "font-face"),
}
"""Elements that are not shapes. A drawing that uses one of them is refused where it is used."""
_TEXT = {"text", "tspan", "textPath", "flowRoot", "altGlyph"}
_REFERENCE = re.compile(r"url\(\s*+[\"']?#([^\"')]++)[\"']?\s*+\)")
_TOLERANCE = 0.01
"""The share of a drawing's longer side by which a shape may reach over its edge."""


class _State(Struct, frozen=True):
    """Where the walk is: what is inherited, how this element's units become the drawing's, and what may be seen."""

    style: Style
    matrix: Transform
    window: Box
    depth: int


def read_drawing(data: bytes, path: str) -> Drawing:
    """The drawing in an SVG file. `path` is the file's name in the project, for messages.

    Raises CaresheetError with every reason why it cannot be printed as its author sees it.
    """
    faults = SvgFaults(path)
    root = read_elements(data, faults)
    walk = _Walk(root, faults)
    drawing = walk.draw()
    faults.raise_any()
    if message := unseen(drawing):
        faults.stop(root.place, rules.PICTURE_BLANK, message, "draw something dark on it, or leave the file out")
    return drawing


class _Walk:
    """Collects the paths of one file."""

    def __init__(self, root: Element, faults: SvgFaults) -> None:
        self._root = root
        self._faults = faults
        self._sheet = StyleSheet()
        self._named: dict[str, Element] = {}
        self._visited = self._segments = 0
        self._paths: list[DrawnPath] = []
        self._size: Size = (0.0, 0.0)
        self._index(root)

    def _index(self, element: Element) -> None:
        """Note names and style sheets, which may stand behind what uses them."""
        self._named.setdefault(element.attributes.get("id", ""), element)
        if element.name == "style":
            try:
                self._sheet.add(element.text)
            except UnusableError as error:
                self._faults.unusable(element.place, error)
        for child in element.children:
            self._index(child)

    def draw(self) -> Drawing:
        try:
            (left, top, width, height), scale = _view(self._root)
        except UnusableError as error:
            self._faults.unusable(self._root.place, error)
            return Drawing(0.0, 0.0, ())
        self._size = (width, height)
        window = (0.0, 0.0, width * scale, height * scale)
        self._slack = max(window) * _TOLERANCE
        self._thinnest = thinnest(*window[2:])
        upright = transform(f"scale({scale}) matrix(1 0 0 -1 {-left} {height + top})")
        self._group(self._root, _State(Style(), upright, window, 0))
        return Drawing(window[2], window[3], tuple(self._paths))

    def _element(self, element: Element, state: _State) -> None:
        self._visited += 1
        if self._visited > MOST_ELEMENTS or state.depth > DEEPEST:
            self._stop(element, "it has too many shapes, or copies of copies")
        try:
            self._draw_element(element, state)
        except UnusableError as error:
            self._faults.unusable(element.place, error)

    def _stop(self, element: Element, message: str) -> NoReturn:
        self._faults.stop(element.place, rules.PICTURE_TOO_LARGE, message, SIMPLER)

    def _draw_element(self, element: Element, state: _State) -> None:
        name = element.name
        if name in _NOT_DRAWN | ACTIVE:
            return
        if name in _TEXT:
            message = "it contains text, which would need its font and could not be translated"
            raise UnusableError(message, f"put the words into the caption, or {TO_PATHS}")
        if name not in _SHAPES | _GROUPS | {"use"}:
            raise UnusableError(f"<{name[:40]}> is not supported")
        declarations = declarations_of(element, self._sheet)
        if declarations.get("display") == "none" or not opacity(declarations):
            return
        state = self._entered(element, declarations, state)
        if not _has_area(state.matrix):
            return
        if name in _SHAPES:
            self._shape(element, state)
        elif name == "use":
            self._use(element, state)
        else:
            self._children(element, state)

    def _group(self, root: Element, state: _State) -> None:
        """The root: like a group, but its transform would be that of a page."""
        try:
            declarations = declarations_of(root, self._sheet)
            if declarations.get("display") == "none" or not opacity(declarations):
                return
            self._children(root, self._entered(root, declarations, state))
        except UnusableError as error:
            self._faults.unusable(root.place, error)

    def _children(self, element: Element, state: _State) -> None:
        for child in element.children:
            self._element(child, state)

    def _entered(self, element: Element, declarations: Declarations, state: _State) -> _State:
        """The state inside an element."""
        matrix = state.matrix.transform(transform(element.attributes.get("transform", "")))
        if not all(map(math.isfinite, matrix)):
            raise UnusableError("its transforms are too large", "apply its transforms")
        window = self._clipped(declarations.get("clip-path", "none"), matrix, state.window)
        return _State(inherited(state.style, declarations), matrix, window, state.depth + 1)

    def _clipped(self, value: str, matrix: Transform, window: Box) -> Box:
        """What stays visible under a clipping path. It must be an upright rectangle."""
        if value in {"none", "auto", "inherit"}:
            return window
        found = _REFERENCE.fullmatch(value)
        segments = self._clip_outline(self._named.get(found[1]) if found else None, matrix)
        if is_rectangle(segments):
            return common(window, bounds(segments))
        hint = "release it, in Inkscape with Object > Clip > Release, or save the drawing as PNG"
        raise UnusableError("it is cut by a clipping path", hint)

    def _clip_outline(self, clip: Element | None, matrix: Transform) -> tuple[Segment, ...]:
        """The outline of a clipping path that is one shape; nothing where it is more than that."""
        shapes = [each for each in clip.children if each.name not in _NOT_DRAWN] if clip else []
        if not clip or len(shapes) != 1 or shapes[0].name not in _SHAPES:
            return ()
        given = clip.attributes | shapes[0].attributes
        if "clip-path" in given or given.get("clipPathUnits") == "objectBoundingBox":
            return ()
        for each in (clip, shapes[0]):
            matrix = matrix.transform(transform(each.attributes.get("transform", "")))
        return _placed(outline(shapes[0], self._size), matrix)

    def _use(self, element: Element, state: _State) -> None:
        """A copy of another element of the file (SVG 2, 5.5)."""
        target = self._named.get(element.attributes.get("href", "").strip().removeprefix("#"))
        if target is None:
            raise UnusableError("<use> copies something that is not there", "remove it")
        if target.name not in _SHAPES | _GROUPS | {"use"}:
            raise UnusableError(f"<use> copies <{target.name[:40]}>, which is not supported")
        x, y = (length(element.attributes.get(key, "0"), whole) for key, whole in zip("xy", self._size, strict=True))
        self._element(target, replace(state, matrix=state.matrix.translate(x, y)))

    def _shape(self, element: Element, state: _State) -> None:
        style = state.style
        fill = _paint(style.fill, style.fill_opacity, style) if element.name != "line" else None
        stroke = _stroke(style, state.matrix)
        segments = _placed(outline(element, self._size), state.matrix)
        self._segments += len(segments)
        if self._segments > MOST_SEGMENTS:
            self._stop(element, f"its paths have more than {MOST_SEGMENTS} segments")
        if not style.visible or len(segments) < 2:
            return
        path = with_ink(DrawnPath(segments, fill, style.even_odd, stroke), self._thinnest)
        if path and self._seen(segments, path.stroke, state.window):
            self._paths.append(path)

    def _seen(self, segments: tuple[Segment, ...], stroke: Stroke | None, window: Box) -> bool:
        """Whether a path is inside what may be seen. Raises UnusableError where only a part of it is."""
        left, bottom, right, top = bounds(segments)
        half = stroke.width / 2 if stroke else 0.0
        out = (
            window[0] - left + half,
            window[1] - bottom + half,
            right + half - window[2],
            top + half - window[3],
        )
        if max(out) <= self._slack:
            return True
        if left > window[2] or right < window[0] or bottom > window[3] or top < window[1]:
            return False
        raise UnusableError(
            "a shape reaches over the edge of the drawing, and would be cut off there",
            "make the page of the drawing as large as all of its shapes, in Inkscape with File > Document Properties",
        )


def _view(root: Element) -> tuple[Box, float]:
    """Left, top, width and height of what is seen, in the root's units, and how many pixels one of these units is.

    Raises UnusableError where there is no valid size.
    """
    given = root.attributes.get("viewBox")
    if root.attributes.get("preserveAspectRatio", "").startswith("none") or "transform" in root.attributes:
        raise UnusableError("the drawing as a whole is stretched or turned")
    sides = [root.attributes.get(name, "auto").strip() for name in ("width", "height")]
    shown = all(side == "auto" or length(side, 1.0) > 0 for side in sides)
    pixels = [0.0 if side == "auto" or side.endswith("%") else length(side) for side in sides]
    view = numbers(given) if given else [0.0, 0.0, *pixels]
    if not shown or len(view) != 4 or min(view[2:]) <= 0 or max(map(abs, (*view, *pixels))) > _FARTHEST:
        raise UnusableError("its size is missing or not valid", _SIZED)
    scale = min((side / own for side, own in zip(pixels, view[2:], strict=True) if side > 0), default=1.0)
    return (view[0], view[1], view[2], view[3]), scale


_SIZED = "give it a viewBox: left, top, width and height as four numbers"
_FARTHEST = 1e6
"""The largest size of a drawing, in its own units and in pixels."""
_FARTHEST_SHAPE = 1e9
"""How far a shape may reach, in pixels: the numbers with which its extent is worked out stay exact enough."""


def _placed(segments: tuple[Segment, ...], matrix: Transform) -> tuple[Segment, ...]:
    """The segments in the drawing's units. Raises UnusableError where they are far outside of any drawing."""
    made = tuple((operator, tuple(_points(values, matrix))) for operator, values in segments)
    if not all(abs(value) < _FARTHEST_SHAPE for _, values in made for value in values):  # nor is one NaN
        raise UnusableError("a shape is too large", "draw it smaller")
    return made


def _has_area(matrix: Transform) -> bool:
    """Whether anything is left of a shape: a transform such as `scale(0)` makes it vanish (CSS Transforms 1, 9)."""
    a, b, c, d, _, _ = matrix
    return bool(a * d - b * c)


def _points(values: tuple[float, ...], matrix: Transform) -> Iterator[float]:
    a, b, c, d, e, f = matrix
    for x, y in zip(values[::2], values[1::2], strict=True):
        yield a * x + c * y + e
        yield b * x + d * y + f


def _paint(color: str | None, opaque: float, style: Style) -> str | None:
    if not opaque or color is None:
        return None
    return style.color if color == CURRENT_COLOR else color


def _stroke(style: Style, matrix: Transform) -> Stroke | None:
    """The line along a path, in the drawing's units. Raises UnusableError where it is stretched in one direction."""
    color = _paint(style.stroke, style.stroke_opacity, style)
    if color is None or style.stroke_width <= 0:
        return None
    a, b, c, d, _, _ = matrix
    scale = math.sqrt(abs(a * d - b * c))
    if abs(a * a + b * b - c * c - d * d) + 2 * abs(a * c + b * d) > 0.02 * (a * a + b * b + c * c + d * d):
        raise UnusableError("a line is stretched in one direction only", TO_PATHS)
    dashes = tuple(each * scale for each in style.dashes)
    line = LineStyle(style.cap, style.join, style.miter_limit, dashes, style.dash_start * scale)
    return Stroke(color, style.stroke_width * scale, line)
